'use client';

import { Checkbox, Group, NativeSelect, NumberInput } from '@mantine/core';
import type { NodeScope } from '../../domain/circuit';
import type { RunSide } from '../../domain/effect';
import type { Metric, NodeAblation } from '../generated/graphql';
import { metricRow, METRICS } from '../sweep/metrics';
import { ABLATIONS, type CircuitState } from './circuit-state';

interface ChoiceFieldsProps {
  readonly state: CircuitState;
  /** Number of prompt pairs: with one, values of another pair do not exist. */
  readonly pairs: number;
  readonly onChange: (change: Partial<CircuitState>) => void;
}

const SIDES = [
  { value: 'CLEAN', label: 'Clean prompts' },
  { value: 'CORRUPTED', label: 'Corrupted prompts' },
];

/** What is ablated, by what, on which prompts, and in which metric. */
export function ChoiceFields({ state, pairs, onChange }: ChoiceFieldsProps) {
  const { on, scope, value, valueFrom, acrossPositions, seed, metric, nodes } = state;
  const isPooled = value === 'MEAN' || value === 'RESAMPLE';
  const chooseScope = (chosen: NodeScope): void =>
    onChange({
      scope: chosen,
      nodes: chosen === 'HEADS' ? nodes.filter(({ head }) => head !== null) : nodes,
    });
  return (
    <Group gap="sm" align="flex-end">
      <NativeSelect
        label="Ablated run"
        data={SIDES}
        value={on}
        onChange={(event) => onChange({ on: event.currentTarget.value as RunSide })}
      />
      <NativeSelect
        label="What can be ablated"
        data={[
          { value: 'HEADS_AND_MLPS', label: 'Heads and MLPs' },
          { value: 'HEADS', label: 'Heads only' },
        ]}
        value={scope}
        onChange={(event) => chooseScope(event.currentTarget.value as NodeScope)}
      />
      <NativeSelect
        label="Ablated to"
        data={Object.entries(ABLATIONS).map(([name, label]) => ({
          value: name,
          label,
          disabled: name === 'RESAMPLE' && pairs < 2,
        }))}
        value={value}
        onChange={(event) => onChange({ value: event.currentTarget.value as NodeAblation })}
      />
      {isPooled && (
        <NativeSelect
          label="Values from"
          data={SIDES}
          value={valueFrom ?? on}
          onChange={(event) => onChange({ valueFrom: event.currentTarget.value as RunSide })}
        />
      )}
      {value === 'RESAMPLE' && (
        <NumberInput
          label="Seed of the pairs"
          w={110}
          min={0}
          max={999_999_999}
          allowDecimal={false}
          value={seed}
          onChange={(chosen) => typeof chosen === 'number' && onChange({ seed: chosen, donors: null })}
        />
      )}
      <NativeSelect
        label="Metric of the circuit"
        data={METRICS.map((one) => ({ value: one, label: metricRow(one).title }))}
        value={metric}
        onChange={(event) => onChange({ metric: event.currentTarget.value as Metric })}
      />
      {value === 'MEAN' && (
        <Checkbox
          label="Mean over positions too"
          checked={acrossPositions}
          onChange={(event) => onChange({ acrossPositions: event.currentTarget.checked })}
          pb={8}
        />
      )}
    </Group>
  );
}
