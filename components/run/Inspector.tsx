'use client';

import { Stack, Table, Text, Title } from '@mantine/core';
import { HeadPatterns } from '../attention/HeadPatterns';
import type { RunView_RunFragment } from '../generated/graphql';
import { formatEffect } from '../heatmap/scale';
import { axisLabel } from '../tokens/token-text';
import { CellByPrompt } from './CellByPrompt';
import { isHeadKind, KIND_TEXT } from './kinds';
import { PatchedPredictions } from './PatchedPredictions';
import { indexOf, placeKey, placeName } from './place';
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
  const at = indexOf(sweep, pinned);
  if (at === null) return <Text c="dimmed">This run has no such cell.</Text>;
  // Of a head at a position also what the head does at all of them.
  const siblings = sweeps.flatMap((other) => {
    const index = isHeadKind(other.kind) === isHeadKind(pinned.kind) ? indexOf(other, pinned) : null;
    return index === null ? [] : [{ ...other, index }];
  });
  const size = (value: number): number => (Number.isNaN(value) ? 0 : Math.abs(value));
  const rank = 1 + sweep.values.filter((value) => size(value) > size(sweep.values[at]!)).length;
  const positions = sweep.axes.find(({ name }) => placeKey(name) === 'position')?.labels ?? [];
  return (
    <Stack gap="xs">
      <Title order={2}>{placeName(pinned, positions.map(axisLabel))}</Title>
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
          {siblings.map(({ kind, values, raw, index }) => (
            <Table.Tr key={kind} fw={kind === pinned.kind ? 700 : 400}>
              <Table.Td ff="text">{KIND_TEXT[kind].title}</Table.Td>
              <Table.Td ta="right">{formatEffect(values[index]!)}</Table.Td>
              <Table.Td ta="right">{raw[index]!.toFixed(3)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {run.pairs.length > 1 && <CellByPrompt runId={run.id} pinned={pinned} />}
      <PatchedPredictions runId={run.id} direction={run.direction} pinned={pinned} prompt={prompt} />
      {pinned.head !== null && (
        <HeadPatterns runId={run.id} layer={pinned.layer} head={pinned.head} prompt={prompt} />
      )}
    </Stack>
  );
}
