import { SegmentedControl } from '@mantine/core';
import type { PatternWeighting } from '../generated/graphql';

/** What entries of a pattern can be multiplied by, and how titles and colour bars say so. */
export const WEIGHTINGS = {
  NONE: { label: 'Pattern', suffix: '', valueName: undefined },
  VALUE_NORM: { label: '× ‖v‖', suffix: ' × ‖v‖', valueName: 'attention probability × norm of the value' },
  OUTPUT_NORM: {
    label: '× ‖v W_O‖',
    suffix: ' × ‖v W_O‖',
    valueName: 'attention probability × norm of the projected value',
  },
} as const satisfies Readonly<Record<PatternWeighting, object>>;

interface WeightingControlProps {
  readonly value: PatternWeighting;
  readonly onChange: (value: PatternWeighting) => void;
}

/** Chooses what patterns are multiplied by. */
export function WeightingControl({ value, onChange }: WeightingControlProps) {
  return (
    <SegmentedControl
      w="fit-content"
      size="xs"
      aria-label="Weighting of the patterns"
      value={value}
      onChange={(chosen) => onChange(chosen as PatternWeighting)}
      data={Object.entries(WEIGHTINGS).map(([name, { label }]) => ({ value: name, label }))}
    />
  );
}
