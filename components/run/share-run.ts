/** What other sites show of a link to a page of a run. */
import type { RunTitleQuery } from '../generated/graphql';
import { shareHidden, sharePage } from '../site/share-page';
import { describeDirections } from '../sweep/figure-context';

/** A run as other sites show it. */
export type SharedRun = NonNullable<RunTitleQuery['run']>;

/** Address of the picture of a public run. */
export function runImage({ id, subject }: Pick<SharedRun, 'id' | 'subject'>) {
  return { url: `/runs/${encodeURIComponent(id)}/preview.png`, alt: `Heatmap of ${subject}` };
}

/** The metadata of a run's page. A run that is not public reveals nothing: whoever gets its link may not be who opens it. */
export function shareRun(run: SharedRun) {
  if (run.visibility !== 'PUBLIC') return shareHidden('A run');
  const { directions, model, subject } = run;
  return {
    description: `${describeDirections(directions)} on ${model.id}: ${subject}`,
    ...sharePage(run.thumbnail ? runImage(run) : undefined),
  };
}
