'use client';

import { Stack, Table, Text, Title } from '@mantine/core';
import { HeadPatterns } from '../attention/HeadPatterns';
import type { RunView_RunFragment } from '../generated/graphql';
import { cellName } from '../heatmap/Heatmap';
import { formatEffect } from '../heatmap/scale';
import { axisLabel } from '../tokens/token-text';
import { CellByPrompt } from './CellByPrompt';
import { isHeadKind, KIND_TEXT } from './kinds';
import { PatchedPredictions } from './PatchedPredictions';
import type { ShownSweep } from './SweepFacets';
import type { PinnedCell } from './view-state';

interface InspectorProps {
  readonly run: RunView_RunFragment;
  readonly sweeps: readonly ShownSweep[];
  readonly pinned: PinnedCell;
  readonly prompt: number | null;
  readonly isRaw: boolean;
}

/** One cell in detail: its numbers in every sweep that has it, its rank, and a head's attention patterns. */
export function Inspector({ run, sweeps, pinned, prompt, isRaw }: InspectorProps) {
  const sweep = sweeps.find(({ kind }) => kind === pinned.kind);
  if (!sweep) return <Text c="dimmed">This cell has not been computed.</Text>;
  const isHead = isHeadKind(pinned.kind);
  const columns = sweep.shape[1]!;
  const at = pinned.row * columns + pinned.column;
  if (pinned.row >= sweep.shape[0]! || pinned.column >= columns)
    return <Text c="dimmed">This run has no such cell.</Text>;
  const siblings = sweeps.filter(({ kind }) => isHeadKind(kind) === isHead);
  const size = (value: number): number => (Number.isNaN(value) ? 0 : Math.abs(value));
  const rank = 1 + sweep.values.filter((value) => size(value) > size(sweep.values[at]!)).length;
  const labels = sweep.axes[1]!.labels.map(axisLabel);
  return (
    <Stack gap="xs">
      <Title order={2}>{cellName(pinned, labels, isHead)}</Title>
      <Text size="sm" c="dimmed">
        {KIND_TEXT[pinned.kind].patches}; rank {rank} of {sweep.values.length} by size
      </Text>
      <Table fz="sm" withRowBorders={false} verticalSpacing={2}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Patched</Table.Th>
            <Table.Th ta="right">{isRaw ? 'change' : 'recovery'}</Table.Th>
            <Table.Th ta="right">logit diff.</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ff="monospace">
          {siblings.map(({ kind, values, raw }) => (
            <Table.Tr key={kind} fw={kind === pinned.kind ? 700 : 400}>
              <Table.Td ff="text">{KIND_TEXT[kind].title}</Table.Td>
              <Table.Td ta="right">{formatEffect(values[at]!)}</Table.Td>
              <Table.Td ta="right">{raw[at]!.toFixed(3)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {run.pairs.length > 1 && <CellByPrompt runId={run.id} pinned={pinned} />}
      <PatchedPredictions runId={run.id} direction={run.direction} pinned={pinned} prompt={prompt} />
      {isHead && <HeadPatterns runId={run.id} layer={pinned.row} head={pinned.column} prompt={prompt} />}
    </Stack>
  );
}
