'use client';

import { SITES, isHeadKind } from '../../domain/sites';
import { CloseButton, Group, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import { WithTerm } from '../glossary/WithTerm';
import { CellComments } from '../discussion/CellComments';
import { Table } from '../table/Table';
import { HeadPatterns } from './HeadPatterns';
import { useInspectorFocus } from './inspector-focus';
import { useLateText } from './use-late-text';
import type { Direction, Metric, RunView_RunFragment } from '../generated/graphql';
import { formatHead } from '../../domain/cell';
import { MIN_PROMPTS } from '../../domain/statistics/cells';
import { HATCH_LEGEND } from '../plot/heatmap/hatch';
import { formatNumber, type Tone } from '../plot/heatmap/scale';
import { FailureScope } from '../site/FailureScope';
import { TextLink } from '../site/Links';
import { CellByPrompt } from './CellByPrompt';
import { CellDistribution } from './CellDistribution';
import { NeuronTable } from './NeuronTable';
import { PatchedPredictions } from './PatchedPredictions';
import { findIndex, describeCell, speakPlace } from '../sweep/place';
import type { Positions } from '../sweep/plane';
import type { ShownSweep } from '../sweep/SweepFacets';
import { attentionFigure, listMarked, PatternNote } from './TopHeads';
import { formatShown, metricName, valueText } from '../sweep/value-text';
import type { PinnedCell, ValueName, ViewState } from '../sweep/view-state';
import classes from './inspector.module.css';

interface InspectorProps {
  readonly run: RunView_RunFragment;
  readonly sweeps: readonly ShownSweep[];
  readonly positions: Positions;
  readonly pinned: PinnedCell;
  readonly prompt: number | null;
  /** Prompt of the attention patterns; null for their mean over prompts of one length. */
  readonly patternPrompt: number | null;
  readonly value: ValueName;
  readonly direction: Direction;
  readonly metric: Metric;
  readonly tone: Tone;
  readonly isMeanOfRatios?: boolean;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** One cell in detail, next to the plots or over the lower half of a narrow page. Renders only when something of it has changed. */
export const Inspector = memo(function Inspector(props: InspectorProps) {
  const { pinned, positions, onChange } = props;
  const focus = useInspectorFocus();
  const labels = positions.labels.map(({ text, spoken = text }) => spoken);
  const spoken = useLateText(
    `The inspector shows ${speakPlace(pinned, labels)}. Enter in the plot goes there.`,
  );
  const close = (): void => {
    onChange({ pinned: null });
    focus.giveBack();
  };
  return (
    <aside
      className={classes.inspector}
      aria-label="Inspector"
      tabIndex={0}
      {...focus.props}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Title order={2}>
          {describeCell(
            pinned,
            positions.labels.map(({ text }) => text),
          )}
        </Title>
        <CloseButton aria-label="Close the inspector" onClick={close} />
      </Group>
      <VisuallyHidden role="status">{spoken}</VisuallyHidden>
      <FailureScope>
        <Cell {...props} />
      </FailureScope>
    </aside>
  );
});

/** A head's attention patterns, the cell's numbers in every sweep that has it, predictions, and each prompt. */
function Cell(props: InspectorProps) {
  const { run, sweeps, positions, pinned, prompt, patternPrompt, value, direction, metric, tone } = props;
  const { isMeanOfRatios = false, onChange } = props;
  const sweep = sweeps.find(({ kind }) => kind === pinned.kind);
  if (!sweep) return <Text c="dimmed">This cell has not been computed.</Text>;
  const at = findIndex(sweep, pinned);
  if (at === null) return <Text c="dimmed">This run has no such cell.</Text>;
  // For a head at one position, also the sweeps over all positions.
  const siblings = sweeps.flatMap((other) => {
    const index = isHeadKind(other.kind) === isHeadKind(pinned.kind) ? findIndex(other, pinned) : null;
    return index === null ? [] : [{ ...other, index }];
  });
  const format = formatShown(value);
  const size = (number: number): number => (Number.isNaN(number) ? 0 : Math.abs(number));
  const rank = 1 + sweep.values.filter((number) => size(number) > size(sweep.values[at]!)).length;
  const label = pinned.position === null ? undefined : positions.labels[pinned.position];
  const marked = listMarked(run.pairs, patternPrompt);
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        <WithTerm text={SITES[pinned.kind].patches} />
        {value === 'roles' ? `; ${sweep.note?.(at)}` : `; rank ${rank} of ${sweep.values.length} by size`}
      </Text>
      {sweep.computed[at] === 0 && (
        <Text size="sm" c="dimmed">
          This cell was {HATCH_LEGEND}.
        </Text>
      )}
      {label?.hint && (
        <Text size="sm" c="dimmed">
          {label.hint}
        </Text>
      )}
      <CellComments cell={pinned} />
      {pinned.head !== null && (
        <>
          <HeadPatterns
            runId={run.id}
            layer={pinned.layer}
            head={pinned.head}
            figure={attentionFigure(run, patternPrompt)}
            prompt={patternPrompt}
            {...{ tone, marked }}
          />
          {patternPrompt !== prompt && <PatternNote />}
          <TextLink
            size="sm"
            href={`/heads/${encodeURIComponent(run.model.id)}/${formatHead(pinned.layer, pinned.head)}`}
          >
            This head in all findings
          </TextLink>
        </>
      )}
      <Table fz="sm" withRowBorders={false} verticalSpacing={2} aria-label="Effects of this component">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Patched</Table.Th>
            {value !== 'raw' && (
              <Table.Th ta="right">
                <WithTerm text={valueText(value, metric).label.toLowerCase()} />
              </Table.Th>
            )}
            <Table.Th ta="right">
              <WithTerm text={metricName(metric)} />
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ff="monospace">
          {siblings.map(({ kind, values, raw, index }) => (
            <Table.Tr key={kind} fw={kind === pinned.kind ? 700 : 400}>
              <Table.Td ff="text">{SITES[kind].title}</Table.Td>
              {value !== 'raw' && <Table.Td ta="right">{format(values[index]!)}</Table.Td>}
              <Table.Td ta="right">{formatNumber(raw[index]!, 3)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {run.pairs.length >= MIN_PROMPTS && value !== 'roles' && (
        <CellDistribution
          pairs={run.pairs}
          {...{ run, direction, metric, pinned, value, isMeanOfRatios, onChange }}
        />
      )}
      {pinned.kind === 'MLP_OUT' && pinned.position !== null && sweep.computed[at] !== 0 && (
        <NeuronTable
          key={`${pinned.layer} ${pinned.position} ${direction} ${metric}`}
          runId={run.id}
          layer={pinned.layer}
          position={pinned.position}
          place={label?.text ?? String(pinned.position)}
          {...{ direction, metric }}
        />
      )}
      <PatchedPredictions
        runId={run.id}
        direction={direction}
        pairs={run.pairs}
        pinned={pinned}
        prompt={prompt}
      />
      {run.pairs.length > 1 && (
        <CellByPrompt runId={run.id} pairs={run.pairs} {...{ direction, metric, pinned }} />
      )}
    </Stack>
  );
}
