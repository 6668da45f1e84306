'use client';

import { isByPosition } from '../../domain/sites';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { fileName } from '../plot/figure/file-name';
import type { Compare_RunFragment } from '../generated/graphql';
import { useTone } from '../plot/heatmap/use-tone';
import { foldedPositions, positionLabels } from '../sweep/positions';
import { SliceControl } from '../sweep/SliceControl';
import { useViewState } from '../sweep/use-view-state';
import { VALUE_TEXT } from '../sweep/value-text';
import { ValueControls } from '../sweep/ValueControls';
import { comparedSweeps } from './compared-sweeps';
import { largest } from './difference';
import { Facts } from './Facts';
import { SweepPairView } from './SweepPairView';

interface CompareViewProps {
  readonly a: Compare_RunFragment;
  readonly b: Compare_RunFragment;
}

/** Differences below it are rounding of float32. */
const ROUNDING = 1e-4;

/** Two runs on one scale, and their difference where they have the same cells; the address says what is shown. */
export function CompareView({ a, b }: CompareViewProps) {
  // Means only: the two need not have the same prompts.
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
  const comparable = pairs.flatMap(({ between }) => (between ? [largest(between)] : []));
  const { unit, axis: valueName } = VALUE_TEXT[value];
  const byPosition = pairs.flatMap(({ kind, left, right }) => (isByPosition(kind) ? [left, right] : []));
  const most = comparable.length > 0 ? Math.max(...comparable) : null;
  const figure = useMemo(
    () => ({
      lines: [
        `${VALUE_TEXT[value].sentence}; means over prompts.`,
        `A: ${a.title} (${a.direction.toLowerCase()}, ${a.model.id}, run ${a.id})`,
        `B: ${b.title} (${b.direction.toLowerCase()}, ${b.model.id}, run ${b.id})`,
      ],
      nameFile: (part: string) =>
        fileName('compare', a.id, b.id, part.toLowerCase(), VALUE_TEXT[value].label.toLowerCase()),
    }),
    [a, b, value],
  );
  return (
    <Stack gap="lg" data-wide>
      <Facts a={a} b={b} />
      <Text size="sm" data-testid="largest-difference">
        {most === null
          ? 'The two have different numbers of layers, heads or tokens: there is no difference cell by cell.'
          : `Largest difference of a cell: ${most.toExponential(2)}${unit && ` ${unit}`}`}
        {most !== null &&
          most < ROUNDING &&
          a.direction !== b.direction &&
          '. Denoising and noising give equal recovery where the prompt set holds each pair in both orders.'}
      </Text>
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
        {prefix > 0 && (
          <Button size="xs" variant="default" onClick={() => change({ isUnfolded: !isUnfolded })}>
            {isUnfolded ? `Fold positions 0–${prefix - 1}` : `Unfold positions 0–${prefix - 1}`}
          </Button>
        )}
      </Group>
      {pairs.length === 0 && <Text c="dimmed">The two runs have no sweep in common.</Text>}
      {pairs.map((pair) => (
        <SweepPairView
          key={pair.kind}
          {...pair}
          {...{ scale, tone, unit, valueName, slice, positions, pinned, figure }}
          onPin={change}
          names={[a.model.id, b.model.id]}
        />
      ))}
    </Stack>
  );
}

/** Positions before the first difference in both runs, where their prompts are of one length; 0 otherwise. */
function sharedPrefix(a: Compare_RunFragment, b: Compare_RunFragment): number {
  const isSameLength = a.pairs[0]!.cleanTokens.length === b.pairs[0]!.cleanTokens.length;
  return isSameLength ? Math.min(foldedPositions(a.pairs), foldedPositions(b.pairs)) : 0;
}
