/** What other sites show of a link to a page of a run. */
import type { RunTitleQuery } from '../generated/graphql';
import { shareHidden, sharePage } from '../site/share-page';
import { describeDirections } from '../sweep/figure-context';

/** A run as its title is read. */
export type TitledRun = NonNullable<RunTitleQuery['run']>;

/** Address of the picture of a public run. */
export function runImage({ id, title }: Pick<TitledRun, 'id' | 'title'>) {
  return { url: `/runs/${encodeURIComponent(id)}/preview.png`, alt: `Heatmap of ${title}` };
}

/** The metadata of a run's page. A run that is not public reveals nothing: whoever gets its link may not be who opens it. */
export function shareRun(run: TitledRun) {
  if (run.visibility !== 'PUBLIC') return shareHidden('A run');
  const { directions, model, subject } = run;
  return {
    description: `${describeDirections(directions)} on ${model.id}: ${subject}`,
    ...sharePage(run.thumbnail ? runImage(run) : undefined),
  };
}
