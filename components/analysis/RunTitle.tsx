import { countPairs } from '../../domain/name-run';
import type { AnalysedRun_RunFragment, RunView_RunFragment } from '../generated/graphql';
import { DirectionTerms } from '../glossary/DirectionTerms';
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
        , {countPairs(pairCount)}, {model.id}: <DirectionTerms directions={directions} />
      </span>
    </h1>
  );
}
