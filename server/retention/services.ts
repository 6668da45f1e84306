/** What the code in this folder needs of its process. */
import type { EventEmitter } from 'node:events';
import type { Config } from '../config';
import type { Database } from '../db';

export interface RetentionServices {
  readonly db: Database;
  readonly config: Pick<Config, 'guestRunDays' | 'administrators'>;
  /** Announces changes of runs by their ids. */
  readonly changes: EventEmitter;
}
