'use client';

import { nameRunFully } from '../../domain/name-run';
import { isByEntry, isByPosition } from '../../domain/sites';
import { Checkbox, Group, Stack, Text } from '@mantine/core';
import { useDeferredValue, useMemo } from 'react';
import { fileName } from '../plot/figure/file-name';
import type { FigureContext } from '../plot/figure/FigureMenu';
import { writeRequest, type CodeRequest, type ViewCode } from '../code/code-text';
import { ShowCode } from '../code/ShowCode';
import { PairedRunsDocument, RunValuesDocument, type Compare_RunFragment } from '../generated/graphql';
import { useTone } from '../plot/heatmap/use-tone';
import { chooseEntrySlice } from '../sweep/entry-slice';
import { EntrySliceControl } from '../sweep/EntrySliceControl';
import { FoldButton } from '../sweep/FoldButton';
import { orientPairs } from '../sweep/base-pairs';
import { foldedPositions, makePositions } from '../sweep/positions';
import { SliceControl } from '../sweep/SliceControl';
import { useViewState } from '../sweep/use-view-state';
import { ContentsRail } from '../sections/ContentsRail';
import { metricRow } from '../sweep/metrics';
import { PartControls } from '../sweep/PartControls';
import { chooseScale, formatShown, valueText } from '../sweep/value-text';
import { ValueControls } from '../sweep/ValueControls';
import { describeSection } from './compared-section';
import { comparedSweeps, type ComparedValue } from './compared-sweeps';
import { Facts } from './Facts';
import { MIN_PROMPTS } from '../../domain/statistics/cells';
import { LargestDifference } from './LargestDifference';
import { PairedNote } from './PairedNote';
import { SweepPairView } from './SweepPairView';
import classes from './compare.module.css';
import { usePaired, type PairedRuns } from './use-paired';
import { commonParts, useComparedRun, type ComparedRun } from './use-compared-runs';

interface CompareViewProps {
  /** The request of the page. */
  readonly request: CodeRequest;
  readonly a: Compare_RunFragment;
  readonly b: Compare_RunFragment;
}

/** Two runs on one colour scale, and their difference where they have the same cells. The view is part of the address. */
export function CompareView({ a, b, request }: CompareViewProps) {
  // Means only, because the runs may have different prompts.
  const [view, change] = useViewState(0);
  const { slice, pinned, isUnfolded, threshold, hatchesUnclear } = view;
  const tone = useTone();
  const isReadable = (run: Compare_RunFragment): boolean => run.baseline?.verdict === 'OK';
  const { directions, metrics } = useMemo(() => commonParts(a, b), [a, b]);
  const metric = metrics.find((one) => one === view.metric) ?? metrics[0]!;
  const { hasRecovery } = metricRow(metric);
  const usual = !hasRecovery ? 'raw' : isReadable(a) && isReadable(b) ? 'recovery' : 'change';
  const isPossible = view.value !== 'recovery' || hasRecovery;
  const value: ComparedValue =
    view.value !== null && view.value !== 'roles' && isPossible ? view.value : usual;
  const wanted = { direction: view.direction ?? directions[0] ?? null };
  const left = useComparedRun(a, wanted, metric);
  const right = useComparedRun(b, wanted, metric);
  const canPair = a.pairCount >= MIN_PROMPTS;
  const shown = { direction: left.direction, metric, value };
  const paired = usePaired(a.id, b.id, shown, hatchesUnclear && canPair);
  const isKnown = left.unpatched !== null && right.unpatched !== null;
  // Controls answer at once; what is drawn follows.
  const drawnValue = useDeferredValue(value);
  const pairs = useMemo(
    () => (isKnown ? comparedSweeps(left, right, drawnValue) : []),
    [isKnown, left, right, drawnValue],
  );
  const prefix = sharedPrefix(a, b);
  const folded = isUnfolded ? 0 : prefix;
  const positions = useMemo(
    () =>
      [
        makePositions({ ...a, pairs: orientPairs(a.pairs, left.direction) }, null, folded),
        makePositions({ ...b, pairs: orientPairs(b.pairs, right.direction) }, null, folded),
      ] as const,
    [a, b, folded, left.direction, right.direction],
  );
  const { unit, axis: valueName } = valueText(drawnValue, metric);
  const scale = chooseScale(drawnValue, metric, view.scale);
  const formatValue = useMemo(() => formatShown(drawnValue), [drawnValue]);
  const byPosition = pairs.flatMap(({ kind, left, right }) => (isByPosition(kind) ? [left, right] : []));
  const overEntries = pairs.flatMap(({ kind, left, right }) => (isByEntry(kind) ? [left, right] : []));
  const [firstEntries, ...otherEntries] = overEntries;
  // Both runs show the same head.
  const entry = useMemo(
    () => view.entry ?? (firstEntries ? chooseEntrySlice(firstEntries) : null),
    [view.entry, firstEntries],
  );
  const figure = useMemo(
    () => describeComparison([a, left], [b, right], drawnValue),
    [a, b, left, right, drawnValue],
  );
  const { byKind } = paired;
  const plots = useMemo(
    () => ({ pairs, byKind, scale, unit, valueName, formatValue, slice, entry, positions, figure }),
    [pairs, byKind, scale, unit, valueName, formatValue, slice, entry, positions, figure],
  );
  const { pairs: drawn, byKind: tests, ...deferred } = useDeferredValue(plots);
  // Paper is light at once; a change of the scheme is a transition already.
  const style = { ...deferred, tone };
  return (
    <Stack gap="lg" data-wide>
      <Facts a={a} b={b} />
      <LargestDifference directionA={left.direction} directionB={right.direction} {...{ pairs, unit }} />
      <Group gap="sm">
        <ValueControls {...{ value, usual, hasRecovery, metric }} scale={view.scale} onChange={change} />
        <PartControls
          {...{ directions, metrics, metric, value, threshold }}
          direction={left.direction}
          onChange={change}
        />
        {byPosition.length > 0 && (
          <SliceControl
            sweeps={byPosition}
            slice={slice}
            positions={positions[0]}
            pinned={pinned}
            onSlice={change}
          />
        )}
        {firstEntries && (
          <EntrySliceControl
            sweeps={[firstEntries, ...otherEntries]}
            entry={entry}
            positions={positions[0]}
            pinned={pinned}
            onChange={change}
          />
        )}
        <FoldButton prefix={prefix} isUnfolded={isUnfolded} onChange={change} />
        <Checkbox
          size="xs"
          label="Test the difference prompt by prompt"
          checked={hatchesUnclear}
          onChange={(event) => change({ hatchesUnclear: event.currentTarget.checked })}
        />
        <ShowCode title="Comparison" size="xs" code={() => codeOfComparison(request, left, right, paired)} />
      </Group>
      {hatchesUnclear && <PairedNote paired={paired} value={value} prompts={a.pairCount} />}
      {isKnown && pairs.length === 0 && <Text c="dimmed">The two runs have no sweep in common.</Text>}
      <div className={classes.columns}>
        {drawn.length > 1 && <ContentsRail sections={drawn.map(({ kind }) => describeSection(kind))} />}
        <Stack gap="lg" className={classes.sections}>
          {drawn.map((pair) => (
            <SweepPairView
              key={pair.kind}
              {...pair}
              paired={tests.get(pair.kind)}
              {...style}
              pinned={pinned?.kind === pair.kind ? pinned : null}
              onPin={change}
              nameA={a.model.id}
              nameB={b.model.id}
            />
          ))}
        </Stack>
      </div>
    </Stack>
  );
}

/** The request of the page, and those for what did not come with it. */
function codeOfComparison(
  page: CodeRequest,
  left: ComparedRun,
  right: ComparedRun,
  paired: PairedRuns,
): ViewCode {
  const values = [left, right].flatMap(({ valuesRequest }) =>
    valuesRequest ? [writeRequest(RunValuesDocument, valuesRequest)] : [],
  );
  const tests = paired.request ? [writeRequest(PairedRunsDocument, paired.request)] : [];
  return { requests: [page, ...values, ...tests] };
}

/** Lines and file names of exported figures. */
function describeComparison(
  [a, left]: readonly [Compare_RunFragment, ComparedRun],
  [b, right]: readonly [Compare_RunFragment, ComparedRun],
  value: ComparedValue,
): FigureContext {
  const { sentence, label } = valueText(value, left.metric);
  return {
    lines: [
      `${sentence}; means over prompts.`,
      `A: ${nameRunFully(a)} (${left.direction.toLowerCase()}, ${a.model.id}, run ${a.id})`,
      `B: ${nameRunFully(b)} (${right.direction.toLowerCase()}, ${b.model.id}, run ${b.id})`,
    ],
    nameFile: (part) => fileName('compare', a.id, b.id, part.toLowerCase(), label.toLowerCase()),
  };
}

/** Number of positions before the first difference in both runs; 0 if their prompts differ in length. */
function sharedPrefix(a: Compare_RunFragment, b: Compare_RunFragment): number {
  const isSameLength = a.pairs[0]!.cleanTokens.length === b.pairs[0]!.cleanTokens.length;
  return isSameLength ? Math.min(foldedPositions(a.pairs, a.roles), foldedPositions(b.pairs, b.roles)) : 0;
}
