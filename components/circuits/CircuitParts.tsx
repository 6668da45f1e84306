'use client';

import { Stack } from '@mantine/core';
import { ExportBar } from '../export/ExportBar';
import type {
  AnalysedRun_RunFragment,
  Choices_ChoicesFragment,
  Completeness_PartFragment,
  Faithfulness_PartFragment,
  Minimality_PartFragment,
} from '../generated/graphql';
import { useTone } from '../plot/heatmap/use-tone';
import { describeChoices } from './choices-text';
import { makeCircuitExports } from './circuit-exports';
import { circuitFigure } from './circuit-figure';
import { CompletenessResult } from './CompletenessResult';
import type { CurveRequest, ShownCurve } from './curve-ranking';
import { CurveResult } from './CurveResult';
import { FaithfulnessResult } from './FaithfulnessResult';
import type { Members } from './member-names';
import { MinimalityResult } from './MinimalityResult';
import { FailureScope } from '../site/FailureScope';
import { PartSection, type LoadedPart } from './PartSection';
import classes from './circuits.module.css';

interface CircuitPartsProps extends Members {
  readonly run: AnalysedRun_RunFragment;
  readonly choices: Choices_ChoicesFragment;
  /** As the curve is asked for. */
  readonly curveRequest: CurveRequest;
  readonly faithfulness: LoadedPart<Faithfulness_PartFragment>;
  readonly completeness: LoadedPart<Completeness_PartFragment>;
  readonly minimality: LoadedPart<Minimality_PartFragment>;
  readonly curve: LoadedPart<ShownCurve>;
}

/** All parts of an evaluation. */
export function CircuitParts(props: CircuitPartsProps) {
  const { run, nodes, edges, choices, curveRequest, faithfulness, completeness, minimality, curve } = props;
  const tone = useTone();
  const figure = circuitFigure(run, choices);
  const { metric } = choices;
  const parts = [faithfulness, completeness, minimality, curve];
  const isComplete = parts.every(({ data, error }) => data !== undefined || error);
  return (
    <Stack gap="sm">
      <ExportBar
        exports={makeCircuitExports(
          {
            run,
            nodes,
            edges,
            choices,
            faithfulness: faithfulness.data ?? null,
            completeness: completeness.data ?? null,
            minimality: minimality.data ?? null,
            curve: curve.data ?? null,
          },
          {
            ...curveRequest,
            withCompleteness: isAsked(completeness),
            withMinimality: isAsked(minimality),
            withCurve: isAsked(curve),
          },
        )}
        title="Circuit"
        file={[run.id, 'circuit', choices.value.toLowerCase(), choices.metric.toLowerCase()]}
        isComplete={isComplete}
      />
      <FailureScope>
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
            {(result) => <CurveResult {...{ result, figure, tone }} />}
          </PartSection>
        </div>
      </FailureScope>
    </Stack>
  );
}

/** Whether a copied request has a part. One that was refused would refuse all of it. */
function isAsked({ data, error }: LoadedPart<unknown>): boolean {
  return data !== null && !error;
}
