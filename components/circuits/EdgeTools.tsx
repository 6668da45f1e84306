'use client';

import { Button, Group, NumberInput, Text } from '@mantine/core';
import { useState } from 'react';
import { countScopeEdges } from '../../domain/circuit-edges';
import { PATHS_PAGE, runPageAddress } from '../analysis/run-pages';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import { listRankings, MAX_ADDRESS_EDGES, type CircuitState } from './circuit-state';
import { RankingField } from './RankingField';
import { useEdgeRanking } from './use-edge-ranking';

interface EdgeToolsProps {
  readonly run: AnalysedRun_RunFragment;
  /** Whether the run has ranked its edges. */
  readonly hasEdges: boolean;
  readonly state: CircuitState;
  readonly onChange: (change: Partial<CircuitState>) => void;
}

/** Chooses the most important edges, or none. */
export function EdgeTools({ run, hasEdges, state, onChange }: EdgeToolsProps) {
  const { edges, scope, ranking } = state;
  const [count, setCount] = useState(20);
  const { rank, isRanking, problem } = useEdgeRanking(run);
  const takeTop = async (): Promise<void> => {
    const ranked = await rank(state, count);
    if (ranked) onChange({ edges: ranked });
  };
  return (
    <>
      <Group gap="xs" align="flex-end">
        <NumberInput
          label="Top edges"
          w={90}
          min={1}
          max={Math.min(MAX_ADDRESS_EDGES, countScopeEdges(run.model, scope))}
          allowDecimal={false}
          value={count}
          onChange={(value) => typeof value === 'number' && setCount(value)}
        />
        <RankingField
          rankings={listRankings('EDGES', scope)}
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
          Choose top edges
        </Button>
        <Button variant="default" disabled={edges.length === 0} onClick={() => onChange({ edges: [] })}>
          Clear
        </Button>
      </Group>
      {ranking === 'RUN_EDGES' && !hasEdges && (
        <Text size="sm">
          This run has no ranking of edges.{' '}
          <TextLink href={runPageAddress(run.id, PATHS_PAGE)}>Compute all edges</TextLink> on the page of
          paths, or rank by single effects.
        </Text>
      )}
      {problem !== null && <Notice tone="warning">{problem}</Notice>}
    </>
  );
}
