'use client';

import { Checkbox, Group, NativeSelect, NumberInput } from '@mantine/core';
import type { NodeScope } from '../../domain/circuit';
import { isBetweenHeads } from '../../domain/circuit-edges';
import type { RunSide } from '../../domain/effect';
import type { CircuitMembers, Metric, NodeAblation } from '../generated/graphql';
import { metricRow, METRICS } from '../sweep/metrics';
import { ABLATIONS, listRankings, type CircuitState, type Ranking } from './circuit-state';

interface ChoiceFieldsProps {
  readonly state: CircuitState;
  /** Number of prompt pairs: with one, values of another pair do not exist. */
  readonly pairs: number;
  /** Whether the run has ranked its edges. */
  readonly hasEdges: boolean;
  readonly onChange: (change: Partial<CircuitState>) => void;
}

const SIDES = [
  { value: 'CLEAN', label: 'Clean prompts' },
  { value: 'CORRUPTED', label: 'Corrupted prompts' },
];

/** What is ablated, by what, on which prompts, and in which metric. */
export function ChoiceFields({ state, pairs, hasEdges, onChange }: ChoiceFieldsProps) {
  const { members, on, scope, value, valueFrom, acrossPositions, seed, metric, nodes, edges } = state;
  const isOfEdges = members === 'EDGES';
  const isPooled = value === 'MEAN' || value === 'RESAMPLE';
  const chooseScope = (chosen: NodeScope): void =>
    onChange({
      scope: chosen,
      nodes: chosen === 'HEADS' ? nodes.filter(({ head }) => head !== null) : nodes,
      edges: chosen === 'HEADS' ? edges.filter((edge) => isBetweenHeads(edge)) : edges,
      ranking: chooseRanking(members, chosen),
    });
  const chooseRanking = (chosen: CircuitMembers, inScope: NodeScope): Ranking => {
    const rankings = listRankings(chosen, inScope);
    if (chosen === 'EDGES' && inScope === 'HEADS' && hasEdges) return 'RUN_EDGES';
    return rankings.includes(state.ranking) ? state.ranking : 'ABSOLUTE';
  };
  /** Edges that the run has ranked are those between heads. */
  const chooseMembers = (chosen: CircuitMembers): void => {
    const inScope = chosen === 'EDGES' && hasEdges && edges.length === 0 ? 'HEADS' : scope;
    onChange({ members: chosen, scope: inScope, ranking: chooseRanking(chosen, inScope) });
  };
  return (
    <Group gap="sm" align="flex-end">
      <NativeSelect
        label="Circuit of"
        data={[
          { value: 'NODES', label: 'Heads and MLPs' },
          { value: 'EDGES', label: 'Edges between them' },
        ]}
        value={members}
        onChange={(event) => chooseMembers(event.currentTarget.value as CircuitMembers)}
      />
      <NativeSelect
        label="Ablated run"
        data={SIDES}
        value={on}
        onChange={(event) => onChange({ on: event.currentTarget.value as RunSide })}
      />
      <NativeSelect
        label="What can be ablated"
        data={[
          { value: 'HEADS_AND_MLPS', label: isOfEdges ? 'All edges' : 'Heads and MLPs' },
          { value: 'HEADS', label: isOfEdges ? 'Edges between heads' : 'Heads only' },
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
