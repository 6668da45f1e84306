import { Text } from '@mantine/core';
import { memo } from 'react';
import type { Direction } from '../generated/graphql';
import type { SweepPair } from './compared-sweeps';
import { largest } from './difference';

/** Smaller differences are rounding of float32. */
const ROUNDING = 1e-4;

interface LargestDifferenceProps {
  /** The directions that are shown. */
  readonly directionA: Direction;
  readonly directionB: Direction;
  readonly pairs: readonly SweepPair[];
  readonly unit: string;
}

/** The largest difference over all cells that both runs have, in one sentence. */
export const LargestDifference = memo(function LargestDifference(props: LargestDifferenceProps) {
  const { directionA, directionB, pairs, unit } = props;
  const differences = pairs.flatMap(({ between }) => (between ? [largest(between)] : []));
  const most = differences.length > 0 ? Math.max(...differences) : null;
  const isRounding = most !== null && most < ROUNDING;
  return (
    <Text size="sm" data-testid="largest-difference">
      {most === null
        ? 'The runs have different numbers of layers, heads or tokens, so their cells cannot be subtracted.'
        : `Largest difference of a cell: ${most.toExponential(2)}${unit && ` ${unit}`}`}
      {isRounding &&
        directionA !== directionB &&
        '. Denoising and noising give equal recovery if the prompt set has each pair in both orders.'}
    </Text>
  );
});
