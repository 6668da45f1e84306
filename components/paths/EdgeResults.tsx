'use client';

import { Anchor, Button, Group, NativeSelect, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { EDGE_INPUTS, type Edge } from '../../domain/edges';
import { formatHead } from '../../domain/cell';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { fileName } from '../plot/figure/file-name';
import { saveFile } from '../plot/figure/save-file';
import { Heatmap } from '../plot/heatmap/Heatmap';
import { Legend } from '../plot/heatmap/Legend';
import type { CellAt } from '../plot/heatmap/move';
import { findLimit, formatEffect, type Tone } from '../plot/heatmap/scale';
import { changes, recoveries, valuesShown, type readGap } from '../sweep/effects';
import { describeDirections, describePrompts } from '../sweep/figure-context';
import { chooseScale, formatShown, valueText } from '../sweep/value-text';
import { Table } from '../table/Table';
import { findEdge, formatEdge, rankEdges, sliceEdges, type EdgeFocus } from './edge-array';
import { edgesToCsv, edgesToJson } from './edge-files';
import { nameHeadCell, toHead } from './head-grid';
import type { PathState, PathValue } from './path-state';
import { INPUT_NAMES } from './path-steps';
import classes from './paths.module.css';

const RANKED = 20;

interface EdgeResultsProps {
  readonly run: AnalysedRun_RunFragment;
  readonly state: PathState;
  readonly value: PathValue;
  readonly tone: Tone;
  readonly gap: ReturnType<typeof readGap>;
  /** The metric after each patch, the mean over prompts; NaN where there is no edge, or none that is computed. */
  readonly raw: Float32Array;
  readonly onChange: (change: Partial<PathState>) => void;
}

/** The strongest edges as a table, and the edges of one head as heatmaps. */
export function EdgeResults({ run, state, value: wanted, tone, gap, raw, onChange }: EdgeResultsProps) {
  const { model, id, title, pairs } = run;
  const { direction, metric } = state;
  const value = gap.gapTooSmall && wanted === 'recovery' ? 'change' : wanted;
  const change = useMemo(() => changes(raw, gap), [raw, gap]);
  const shown = useMemo(() => valuesShown(raw, gap, value), [raw, gap, value]);
  const ranked = useMemo(() => rankEdges(change, model, RANKED), [change, model]);
  const [pin, setPin] = useState<{ place: string; at: CellAt } | null>(null);
  const focus = state.focus ?? focusOn(ranked[0]!, 'to');
  const [base] = valuesShown(Float32Array.of(gap.base), gap, value);
  const planes = EDGE_INPUTS.map((input) => {
    const slice = sliceEdges(shown, focus, input, model);
    const skipped = Uint8Array.from(slice, (_, index) => (isEdge(focus, index, model.heads) ? 0 : 1));
    return { input, skipped, values: slice.map((one, index) => (skipped[index] === 1 ? base! : one)) };
  });
  const limit = findLimit(planes.map(({ values }) => values));
  const scale = chooseScale(value, metric, state.scale);
  const { unit, axis: valueName, sentence } = valueText(value, metric);
  const formatValue = formatShown(value);
  const name = formatHead(focus.layer, focus.head);
  const figure = {
    lines: [
      `${sentence}; ${describePrompts(pairs.length, null)}.`,
      'Path patching of single edges; MLPs and LayerNorm recomputed.',
      `${describeDirections([direction])} on ${model.id}, run ${id}. ${title}`,
    ],
    nameFile: (part: string) => fileName(id, 'edges', part.toLowerCase(), value, direction.toLowerCase()),
  };
  const labels = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));
  const save = (format: 'csv' | 'json'): void => {
    const file = { run, direction, metric, gap, raw };
    const text = format === 'csv' ? edgesToCsv(file) : edgesToJson(file);
    const type = format === 'csv' ? 'text/csv' : 'application/json';
    const blob = new Blob([text], { type: `${type};charset=utf-8` });
    saveFile(`${fileName('edges', id, direction.toLowerCase(), metric.toLowerCase())}.${format}`, blob);
  };
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <SegmentedControl
          size="xs"
          aria-label="Edges drawn"
          value={focus.side}
          onChange={(side) => onChange({ focus: { ...focus, side } })}
          data={[
            { value: 'to', label: 'Edges to' },
            { value: 'from', label: 'Edges from' },
          ]}
        />
        <NativeSelect
          size="xs"
          aria-label="Head whose edges are drawn"
          value={name}
          onChange={({ currentTarget: { selectedIndex } }) =>
            onChange({
              focus: {
                ...focus,
                layer: Math.floor(selectedIndex / model.heads),
                head: selectedIndex % model.heads,
              },
            })
          }
          data={Array.from({ length: model.layers * model.heads }, (_, index) =>
            formatHead(Math.floor(index / model.heads), index % model.heads),
          )}
        />
        <Button size="compact-sm" variant="default" onClick={() => save('csv')}>
          Edges as CSV
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => save('json')}>
          Edges as JSON
        </Button>
      </Group>
      <Legend limit={limit} scale={scale} tone={tone} label={valueName} isHatched />
      <div className={classes.wrapped}>
        {planes.map(({ input, values, skipped }) => {
          const plot =
            focus.side === 'to'
              ? `To the ${INPUT_NAMES[input]} of ${name}`
              : `From ${name} to ${INPUT_NAMES[input]}`;
          const place = `${focus.side} ${name} ${input}`;
          return (
            <Heatmap
              key={place}
              title={plot}
              values={values}
              skipped={skipped}
              rowName="layer"
              rowLabels={labels(model.layers)}
              rowsPerLayer={1}
              columnName="head"
              columns={labels(model.heads).map((text) => ({ text }))}
              {...{ limit, scale, tone, valueName, unit, formatValue, figure }}
              nameCell={nameHeadCell}
              pinned={pin?.place === place ? pin.at : null}
              onPin={(at) => setPin(at && { place, at })}
              onOpen={(cell) => onChange({ focus: { side: focus.side, ...toHead(cell) } })}
            />
          );
        })}
      </div>
      <EdgeTable
        edges={ranked}
        read={(edge) => {
          const at = findEdge(edge, model);
          return { change: change[at]!, recovery: recoveries(raw.subarray(at, at + 1), gap)[0]! };
        }}
        unit={valueText('change', metric).axis}
        onFocus={(edge) => onChange({ focus: focusOn(edge, 'to') })}
      />
    </Stack>
  );
}

interface EdgeTableProps {
  readonly edges: readonly Edge[];
  readonly read: (edge: Edge) => { readonly change: number; readonly recovery: number };
  readonly unit: string;
  readonly onFocus: (edge: Edge) => void;
}

function EdgeTable({ edges, read, unit, onFocus }: EdgeTableProps) {
  return (
    <div className={classes.edges}>
      <Text size="sm" fw={600}>
        {edges.length} strongest edges
      </Text>
      <Table fz="xs" withRowBorders={false} verticalSpacing={1} w="auto" aria-label="Strongest of all edges">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>edge</Table.Th>
            <Table.Th ta="right">recovery</Table.Th>
            <Table.Th ta="right">{unit}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ff="monospace">
          {edges.map((edge) => {
            const { change, recovery } = read(edge);
            const text = formatEdge(edge);
            return (
              <Table.Tr key={text}>
                <Table.Td>
                  <Anchor
                    component="button"
                    data-printed
                    fz="xs"
                    ff="monospace"
                    underline="always"
                    onClick={() => onFocus(edge)}
                  >
                    {text}
                  </Anchor>
                </Table.Td>
                <Table.Td ta="right">{formatEffect(recovery)}</Table.Td>
                <Table.Td ta="right">{formatEffect(change)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function focusOn(edge: Edge, side: EdgeFocus['side']): EdgeFocus {
  return side === 'to'
    ? { side, layer: edge.receiverLayer, head: edge.receiverHead }
    : { side, layer: edge.senderLayer, head: edge.senderHead };
}

/** Whether a head of the grid has an edge with the head in focus. */
function isEdge({ side, layer }: EdgeFocus, index: number, heads: number): boolean {
  const other = Math.floor(index / heads);
  return side === 'to' ? other < layer : other > layer;
}
