'use client';

import { Group, SegmentedControl } from '@mantine/core';
import { PromptControl } from '../sweep/PromptControl';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import type { AttributionState } from './attribution-state';
import { READINGS, type Reading } from './shares';

const LABELS: Readonly<Record<Reading, string>> = {
  clean: 'Clean',
  corrupted: 'Corrupted',
  difference: 'Clean − corrupted',
};

interface ReadingControlsProps {
  readonly run: AnalysedRun_RunFragment;
  readonly state: AttributionState;
  /** Logit differences of each prompt. */
  readonly perPrompt: readonly { readonly clean: number; readonly corrupted: number }[];
  readonly onChange: (change: Partial<AttributionState>) => void;
}

/** Chooses the run that is read, and the prompt. */
export function ReadingControls({ run, state, perPrompt, onChange }: ReadingControlsProps) {
  const { pairs } = run;
  return (
    <Group gap="sm">
      <SegmentedControl
        size="xs"
        aria-label="Run that is read"
        value={state.reading}
        onChange={(reading) => onChange({ reading })}
        data={READINGS.map((reading) => ({ value: reading, label: LABELS[reading] }))}
      />
      {pairs.length > 1 && (
        <PromptControl pairs={pairs} baseline={{ perPrompt }} prompt={state.prompt} onChange={onChange} />
      )}
    </Group>
  );
}
