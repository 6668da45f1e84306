'use client';

import { useQuery } from '@apollo/client/react';
import { Group, Stack, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { pairInputs } from '../analysis/pair-inputs';
import { ExportBar } from '../export/ExportBar';
import {
  MlpNeuronsDocument,
  RunAttributionDocument,
  type AnalysedRun_RunFragment,
} from '../generated/graphql';
import { formatEffect } from '../plot/heatmap/scale';
import { useTone } from '../plot/heatmap/use-tone';
import { HeatmapPlaceholder, TablePlaceholder, TextPlaceholder } from '../site/Placeholders';
import { RequestProblem } from '../site/RequestProblem';
import { Table } from '../table/Table';
import { makeAttributionExports } from './attribution-exports';
import type { AttributionState } from './attribution-state';
import { attributionFigure } from './attribution-figure';
import { HeadSources } from './HeadSources';
import { MlpNeurons } from './MlpNeurons';
import { ReadingControls } from './ReadingControls';
import { ShareHeatmap, sizeCell } from './ShareHeatmap';
import { pickShares, rankShares, type Shares } from './shares';

/** Components in the list of the largest ones. */
const LISTED = 10;

interface ShareSectionProps {
  readonly run: AnalysedRun_RunFragment;
  readonly state: AttributionState;
  readonly onChange: (change: Partial<AttributionState>) => void;
}

/** Direct logit attribution: each component, the largest ones, and the source positions of one head. */
export function ShareSection({ run, state, onChange }: ShareSectionProps) {
  const { model, pairs, prependBos } = run;
  const { reading, prompt, head, mlp } = state;
  const prompts = { model: model.id, pairs: pairInputs(pairs), prependBos };
  const { data, error, refetch } = useQuery(RunAttributionDocument, { variables: prompts });
  const neurons = useQuery(
    MlpNeuronsDocument,
    mlp === null ? { skip: true, variables: {} as never } : { variables: { ...prompts, layer: mlp } },
  );
  const tone = useTone();
  const shares = useMemo(() => data && pickShares(data, reading, prompt), [data, reading, prompt]);
  const perPrompt = useMemo(
    () =>
      data
        ? pairs.map((_, index) => ({
            clean: pickShares(data, 'clean', index).total,
            corrupted: pickShares(data, 'corrupted', index).total,
          }))
        : [],
    [data, pairs],
  );
  return (
    <Stack gap="sm" component="section" aria-label="Direct logit attribution">
      <Title order={2}>Direct logit attribution</Title>
      <ReadingControls {...{ run, state, perPrompt, onChange }} />
      {error && <RequestProblem error={error} onRetry={refetch} />}
      {!shares && !error && (
        <>
          <TextPlaceholder lines={2} />
          <Group align="flex-start" gap="xl">
            <HeatmapPlaceholder
              rows={model.layers}
              // Heads, attention biases and the MLP.
              columns={model.heads + 2}
              cellWidth={sizeCell(model.heads + 2)}
              cellHeight={sizeCell(model.heads + 2)}
            />
            <TablePlaceholder rows={LISTED} width={180} />
          </Group>
        </>
      )}
      {data && shares && (
        <>
          <Text size="sm">
            {reading === 'difference' ? 'Clean minus corrupted logit difference' : 'Logit difference'}:{' '}
            <b>{formatEffect(shares.total)}</b>. It is the sum of all shares:{' '}
            {formatEffect(computeSum(shares.heads.flat()))} from heads,{' '}
            {formatEffect(computeSum(shares.mlps))} from MLPs, {formatEffect(computeSum(shares.attnBias))}{' '}
            from attention biases, {formatEffect(shares.embed)} from the token embedding,{' '}
            {formatEffect(shares.posEmbed)} from the position embedding, {formatEffect(shares.bias)} from the
            unembedding bias.
          </Text>
          <Group align="flex-start" gap="xl">
            <ShareHeatmap
              {...{ shares, head, mlp, tone }}
              figure={attributionFigure(run, state, 'Direct logit attribution')}
              onChoose={onChange}
            />
            <LargestShares shares={shares} />
          </Group>
          {head && <HeadSources {...{ run, state, shares, tone }} head={head} />}
          {mlp !== null && <MlpNeurons {...{ state }} {...neurons} layer={mlp} />}
          {!head && mlp === null && (
            <Text size="sm" c="dimmed">
              Click a head to see from which positions it moves its share, and its attention patterns weighted
              by the norms of its values. Click an MLP to see its neurons.
            </Text>
          )}
          <ExportBar
            exports={makeAttributionExports({
              run,
              state,
              shares: data,
              neurons: neurons.data
                ? { clean: neurons.data.clean.neurons, corrupted: neurons.data.corrupted.neurons }
                : null,
            })}
            title="Direct logit attribution"
            file={[run.id, 'attribution', reading, prompt === null ? '' : `prompt ${prompt + 1}`]}
            isComplete={mlp === null || neurons.data !== undefined}
          />
        </>
      )}
    </Stack>
  );
}

function LargestShares({ shares }: { readonly shares: Shares }) {
  return (
    <Table fz="sm" w="auto" withRowBorders={false} verticalSpacing={1} aria-label="Largest shares">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Component</Table.Th>
          <Table.Th ta="right">logits</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rankShares(shares)
          .slice(0, LISTED)
          .map(({ name, share }) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              <Table.Td ta="right" ff="monospace">
                {formatEffect(share)}
              </Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}

function computeSum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
