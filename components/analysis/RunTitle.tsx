import type { AnalysedRun_RunFragment, RunView_RunFragment } from '../generated/graphql';
import { describeDirections } from '../sweep/figure-context';
import classes from './analysis.module.css';

interface RunTitleProps {
  readonly run: Pick<
    RunView_RunFragment | AnalysedRun_RunFragment,
    'subject' | 'pairCount' | 'model' | 'directions'
  >;
}

/** The heading of all pages of a run: the experiment in words. */
export function RunTitle({ run: { subject, pairCount, model, directions } }: RunTitleProps) {
  return (
    <h1 className={classes.title}>
      {subject}
      <span className={classes.rest}>
        , {pairCount.toLocaleString('en')} {pairCount === 1 ? 'pair' : 'pairs'}, {model.id}:{' '}
        {describeDirections(directions).toLowerCase()}
      </span>
    </h1>
  );
}
