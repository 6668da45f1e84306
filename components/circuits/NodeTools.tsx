'use client';

import { Button, Group, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { compareNodes, isSameNode, listNodes } from '../../domain/circuit';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { Notice } from '../site/Notice';
import { listRankings, type CircuitState } from './circuit-state';
import { RankingField } from './RankingField';
import { useRanking } from './use-ranking';

interface NodeToolsProps {
  readonly run: AnalysedRun_RunFragment;
  readonly state: CircuitState;
  readonly onChange: (change: Partial<CircuitState>) => void;
}

/** Chooses many nodes at once: the most important ones, all MLPs, or none. */
export function NodeTools({ run, state, onChange }: NodeToolsProps) {
  const { nodes, scope, ranking } = state;
  const [count, setCount] = useState(8);
  const { rank, isRanking, problem } = useRanking(run);
  const all = listNodes(run.model, scope);
  const takeTop = async (): Promise<void> => {
    const ranked = await rank(state);
    if (ranked) onChange({ nodes: ranked.slice(0, count).toSorted(compareNodes) });
  };
  const addMlps = (): void => {
    const added = all.filter((node) => node.head === null && !nodes.some((one) => isSameNode(one, node)));
    onChange({ nodes: [...nodes, ...added].toSorted(compareNodes) });
  };
  return (
    <>
      <Group gap="xs" align="flex-end">
        <NumberInput
          label="Top nodes"
          w={80}
          min={1}
          max={all.length}
          allowDecimal={false}
          value={count}
          onChange={(value) => typeof value === 'number' && setCount(value)}
        />
        <RankingField
          rankings={listRankings('NODES', scope)}
          ranking={ranking}
          onChange={(chosen) => onChange({ ranking: chosen })}
        />
        <Button
          variant="default"
          loading={isRanking}
          onClick={() => {
            void takeTop();
          }}
        >
          Choose top nodes
        </Button>
        {scope === 'HEADS_AND_MLPS' && (
          <Button variant="default" onClick={addMlps}>
            Add all MLPs
          </Button>
        )}
        <Button variant="default" disabled={nodes.length === 0} onClick={() => onChange({ nodes: [] })}>
          Clear
        </Button>
      </Group>
      {problem !== null && <Notice tone="warning">{problem}</Notice>}
    </>
  );
}
