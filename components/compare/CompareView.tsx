'use client';

import { isByEntry, isByPosition } from '../../domain/sites';
import { Group, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { fileName } from '../plot/figure/file-name';
import type { FigureContext } from '../plot/figure/FigureMenu';
import type { Compare_RunFragment } from '../generated/graphql';
import { useTone } from '../plot/heatmap/use-tone';
import { chooseEntrySlice } from '../sweep/entry-slice';
import { EntrySliceControl } from '../sweep/EntrySliceControl';
import { FoldButton } from '../sweep/FoldButton';
import { foldedPositions, positionLabels } from '../sweep/positions';
import { SliceControl } from '../sweep/SliceControl';
import { useViewState } from '../sweep/use-view-state';
import { VALUE_TEXT } from '../sweep/value-text';
import { ValueControls } from '../sweep/ValueControls';
import type { ValueName } from '../sweep/view-state';
import { comparedSweeps } from './compared-sweeps';
import { Facts } from './Facts';
import { LargestDifference } from './LargestDifference';
import { SweepPairView } from './SweepPairView';

interface CompareViewProps {
  readonly a: Compare_RunFragment;
  readonly b: Compare_RunFragment;
}

/** Two runs on one colour scale, and their difference where they have the same cells. The view is part of the address. */
export function CompareView({ a, b }: CompareViewProps) {
  // Means only, because the runs may have different prompts.
  const [view, change] = useViewState(0);
  const { scale, slice, pinned, isUnfolded } = view;
  const tone = useTone();
  const isReadable = (run: Compare_RunFragment): boolean => run.baseline?.verdict === 'OK';
  const usual = isReadable(a) && isReadable(b) ? 'recovery' : 'change';
  const value = view.value ?? usual;
  const pairs = useMemo(() => comparedSweeps(a, b, value), [a, b, value]);
  const prefix = sharedPrefix(a, b);
  const folded = isUnfolded ? 0 : prefix;
  const positions = useMemo(
    () =>
      [
        { labels: positionLabels(a.pairs, null), folded },
        { labels: positionLabels(b.pairs, null), folded },
      ] as const,
    [a, b, folded],
  );
  const { unit, axis: valueName } = VALUE_TEXT[value];
  const byPosition = pairs.flatMap(({ kind, left, right }) => (isByPosition(kind) ? [left, right] : []));
  const overEntries = pairs.flatMap(({ kind, left, right }) => (isByEntry(kind) ? [left, right] : []));
  const [firstEntries, ...otherEntries] = overEntries;
  // Both runs show the same head.
  const entry = view.entry ?? (firstEntries ? chooseEntrySlice(firstEntries) : null);
  const figure = useMemo(() => describeComparison(a, b, value), [a, b, value]);
  return (
    <Stack gap="lg" data-wide>
      <Facts a={a} b={b} />
      <LargestDifference {...{ a, b, pairs, unit }} />
      <Group gap="sm">
        <ValueControls value={value} usual={usual} scale={scale} onChange={change} />
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
      </Group>
      {pairs.length === 0 && <Text c="dimmed">The two runs have no sweep in common.</Text>}
      {pairs.map((pair) => (
        <SweepPairView
          key={pair.kind}
          {...pair}
          {...{ scale, tone, unit, valueName, slice, entry, positions, pinned, figure }}
          onPin={change}
          names={[a.model.id, b.model.id]}
        />
      ))}
    </Stack>
  );
}

/** Lines and file names of exported figures. */
function describeComparison(a: Compare_RunFragment, b: Compare_RunFragment, value: ValueName): FigureContext {
  const { sentence, label } = VALUE_TEXT[value];
  return {
    lines: [
      `${sentence}; means over prompts.`,
      `A: ${a.title} (${a.direction.toLowerCase()}, ${a.model.id}, run ${a.id})`,
      `B: ${b.title} (${b.direction.toLowerCase()}, ${b.model.id}, run ${b.id})`,
    ],
    nameFile: (part) => fileName('compare', a.id, b.id, part.toLowerCase(), label.toLowerCase()),
  };
}

/** Number of positions before the first difference in both runs; 0 if their prompts differ in length. */
function sharedPrefix(a: Compare_RunFragment, b: Compare_RunFragment): number {
  const isSameLength = a.pairs[0]!.cleanTokens.length === b.pairs[0]!.cleanTokens.length;
  return isSameLength ? Math.min(foldedPositions(a.pairs), foldedPositions(b.pairs)) : 0;
}
