/** What the code in this folder needs of its process: publishing and seeding compute with runs. */
import type { Services as RunServices } from '../runs/services';
import type { CardCache } from './card-cache';
import type { FilterCounts } from './filters';

export interface Services extends RunServices {
  /** Cards and thumbnails of findings. */
  readonly cards: CardCache;
  /** Counts of findings for the gallery's filters. */
  readonly filterCounts: FilterCounts;
  /** Whether this process is publishing the first findings of an empty gallery. */
  readonly seeding: { isUnderWay: boolean };
}
