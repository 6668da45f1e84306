import { Text } from '@mantine/core';
import { memo } from 'react';
import { SITES } from '../../domain/sites';
import type { Direction, SweepKind } from '../generated/graphql';
import { formatNumber } from '../plot/heatmap/scale';
import { ROUNDING } from './agreement';
import type { SweepPair } from './compared-sweeps';
import { largest } from './difference';

interface LargestDifferenceProps {
  /** The directions that are shown. */
  readonly directionA: Direction;
  readonly directionB: Direction;
  readonly pairs: readonly SweepPair[];
  readonly unit: string;
}

/** The largest difference over all cells that both runs have, in one sentence; nothing without a sweep in common. */
export const LargestDifference = memo(function LargestDifference(props: LargestDifferenceProps) {
  const { directionA, directionB, pairs, unit } = props;
  if (pairs.length === 0) return null;
  const [most] = pairs
    .flatMap(({ kind, between }) => (between ? [{ kind, size: largest(between) }] : []))
    .toSorted((one, other) => other.size - one.size);
  const isRounding = most !== undefined && most.size < ROUNDING;
  return (
    <Text size="sm" data-testid="largest-difference">
      {most === undefined
        ? 'The runs have different numbers of layers, heads or tokens, so their cells cannot be subtracted.'
        : describe(most, unit)}
      {isRounding &&
        directionA !== directionB &&
        ' Denoising and noising give equal recovery if the prompt set has each pair in both orders.'}
    </Text>
  );
});

interface Difference {
  readonly kind: SweepKind;
  readonly size: number;
}

function describe({ kind, size }: Difference, unit: string): string {
  if (size === 0) return 'All cells have the same values.';
  const of = unit && ` ${unit}`;
  const number =
    size < ROUNDING ? `${size.toExponential(1)}${of}, which is rounding` : `${formatNumber(size, 3)}${of}`;
  return `Largest difference of a cell: ${number}, in the sweep ${SITES[kind].title}.`;
}
