'use client';

import { Group, NumberInput, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { MAX_NOISE_SAMPLES } from '../../domain/limits';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { readPositions, TRACING_VALUES, type TracingState, type TracingValue } from './tracing-state';

interface TracingControlsProps {
  readonly run: AnalysedRun_RunFragment;
  readonly state: TracingState;
  readonly onChange: (change: Partial<TracingState>) => void;
}

/** Chooses the corruption, the window and what is shown. */
export function TracingControls({ run, state, onChange }: TracingControlsProps) {
  const { corruption, layers, value, isStarted } = state;
  // Another experiment is computed when it is asked for.
  const change = (part: Partial<TracingState>): void => onChange({ ...part, isStarted: false });
  return (
    <>
      <Group gap="sm" align="flex-end">
        <SegmentedControl
          size="xs"
          aria-label="Corruption"
          value={corruption}
          onChange={(chosen) => change({ corruption: chosen })}
          data={[
            { value: 'noise', label: 'Noise on embeddings' },
            { value: 'prompt', label: 'Corrupted prompts' },
          ]}
        />
        {corruption === 'noise' && <NoiseFields {...{ run, state }} onChange={change} />}
        <NumberInput
          size="xs"
          w={110}
          label="Layers together"
          min={1}
          max={run.model.layers}
          allowDecimal={false}
          value={layers}
          onChange={(next) => typeof next === 'number' && next >= 1 && change({ layers: next })}
        />
      </Group>
      {isStarted && (
        <SegmentedControl
          size="xs"
          w="fit-content"
          maw="100%"
          style={{ overflowX: 'auto' }}
          aria-label="Values shown"
          value={value}
          onChange={(chosen) => onChange({ value: chosen as TracingValue })}
          data={Object.entries(TRACING_VALUES).map(([name, label]) => ({
            value: name,
            label,
            disabled: layers === 1 && (name === 'sum' || name === 'interaction'),
          }))}
        />
      )}
      {layers > 1 && (
        <Text size="sm" c="dimmed">
          The interaction is the change by the whole window minus the sum of the changes by its layers alone.
        </Text>
      )}
    </>
  );
}

/** Positions, standard deviation, samples and seed of the noise. */
function NoiseFields({ run, state, onChange }: TracingControlsProps) {
  const { positions, std, samples, seed } = state;
  const { length } = run.pairs[0]!.cleanTokens;
  const [text, setText] = useState(positions?.join(', ') ?? '');
  const isWrong = text.trim() !== '' && readPositions(text, length) === null;
  return (
    <>
      <TextInput
        size="xs"
        w={150}
        label="Positions with noise"
        placeholder="where prompts differ"
        value={text}
        error={isWrong && `Numbers 0 to ${length - 1}, e.g. 3, 4`}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          const next = readPositions(currentTarget.value, length);
          if (next !== null || currentTarget.value.trim() === '') onChange({ positions: next });
        }}
      />
      <NumberInput
        size="xs"
        w={100}
        label="Noise, × std"
        min={0.001}
        max={100}
        decimalScale={3}
        value={std}
        onChange={(next) => typeof next === 'number' && next > 0 && onChange({ std: next })}
      />
      <NumberInput
        size="xs"
        w={90}
        label="Samples"
        min={1}
        max={MAX_NOISE_SAMPLES}
        allowDecimal={false}
        value={samples}
        onChange={(next) => typeof next === 'number' && next >= 1 && onChange({ samples: next })}
      />
      <NumberInput
        size="xs"
        w={90}
        label="Seed"
        min={0}
        allowDecimal={false}
        value={seed}
        onChange={(next) => typeof next === 'number' && next >= 0 && onChange({ seed: next })}
      />
    </>
  );
}
