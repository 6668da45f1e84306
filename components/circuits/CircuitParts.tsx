'use client';

import type {
  AnalysedRun_RunFragment,
  Choices_ChoicesFragment,
  Completeness_PartFragment,
  Curve_PartFragment,
  Faithfulness_PartFragment,
  Minimality_PartFragment,
} from '../generated/graphql';
import { useTone } from '../plot/heatmap/use-tone';
import { describeChoices } from './choices-text';
import { circuitFigure } from './circuit-figure';
import type { Ranking } from './circuit-state';
import { CompletenessResult } from './CompletenessResult';
import { CurveResult } from './CurveResult';
import { FaithfulnessResult } from './FaithfulnessResult';
import { MinimalityResult } from './MinimalityResult';
import { PartSection, type LoadedPart } from './PartSection';
import classes from './circuits.module.css';

interface CircuitPartsProps {
  readonly run: AnalysedRun_RunFragment;
  readonly choices: Choices_ChoicesFragment;
  readonly ranking: Ranking;
  readonly faithfulness: LoadedPart<Faithfulness_PartFragment>;
  readonly completeness: LoadedPart<Completeness_PartFragment>;
  readonly minimality: LoadedPart<Minimality_PartFragment>;
  readonly curve: LoadedPart<Curve_PartFragment>;
}

/** All parts of an evaluation. */
export function CircuitParts(props: CircuitPartsProps) {
  const { run, choices, ranking, faithfulness, completeness, minimality, curve } = props;
  const tone = useTone();
  const figure = circuitFigure(run, choices);
  const { metric } = choices;
  return (
    <div className={classes.results}>
      <PartSection title="Faithfulness" part={faithfulness}>
        {(result) => <FaithfulnessResult {...{ result, metric }} choices={describeChoices(choices)} />}
      </PartSection>
      <PartSection title="Completeness" part={completeness}>
        {(result) => <CompletenessResult {...{ result, metric, figure, tone }} />}
      </PartSection>
      <PartSection title="Minimality" part={minimality}>
        {(result) => <MinimalityResult {...{ result, metric, figure, tone }} />}
      </PartSection>
      <PartSection title="Size curve" part={curve}>
        {(result) => <CurveResult {...{ result, ranking, figure, tone }} />}
      </PartSection>
    </div>
  );
}
