'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, NumberInput, Select, Text, TextInput } from '@mantine/core';
import { memo, useState } from 'react';
import { MAX_JOINT_PATCH_TITLE, MAX_JOINT_SITES } from '../../domain/limits';
import { formatSite, siteOfCell } from '../../domain/patch-sites';
import { readError } from '../apollo/read-error';
import {
  JointPatchesDocument,
  PatchTogetherDocument,
  type Direction,
  type JointValue,
} from '../generated/graphql';
import { Notice } from '../site/Notice';
import type { PinnedCell, ViewState } from '../sweep/view-state';
import { VALUE_LABELS } from './joint-text';
import classes from './joint.module.css';

/** Names of selected cells that the bar shows. */
const MAX_NAMES = 6;

interface SelectionBarProps {
  readonly runId: string;
  readonly pairs: number;
  /** Names of the steps of the run's position axes; none for positions by index. */
  readonly roles?: readonly string[];
  readonly direction: Direction;
  readonly selection: readonly PinnedCell[];
  /** Whether clicks and taps select. */
  readonly isSelecting: boolean;
  readonly topCount: number;
  readonly onTopCount: (count: number) => void;
  readonly onSelecting: (isSelecting: boolean) => void;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** The selected cells, and what can be done with them. Nothing while no cell is selected and none is being selected. */
export function SelectionBar(props: SelectionBarProps) {
  const { runId, pairs, roles, direction, selection, isSelecting } = props;
  const { topCount, onTopCount, onSelecting, onChange } = props;
  const [value, setValue] = useState<JointValue>('SOURCE');
  const [title, setTitle] = useState('');
  const [patch, { loading, error, reset }] = useMutation(PatchTogetherDocument, {
    refetchQueries: [JointPatchesDocument],
  });
  if (selection.length === 0 && !isSelecting) return null;
  const names = selection.map((cell) => formatSite(siteOfCell(cell), roles));
  const rest = names.length - MAX_NAMES;
  const isTooMany = names.length > MAX_JOINT_SITES;
  const patchTogether = async (): Promise<void> => {
    const sites = selection.map(siteOfCell);
    const input = { run: runId, direction, sites, value, title: title.trim() || null };
    const { data } = await patch({ variables: { input } });
    if (!data) return;
    setTitle('');
    onChange({ joint: data.patchTogether.id });
  };
  return (
    <section aria-label="Selected cells" className={classes.bar}>
      <Group gap="xs">
        <Text size="sm" role="status" className={classes.names} title={names.join(', ')}>
          <b>
            {names.length} {names.length === 1 ? 'cell' : 'cells'} selected
          </b>
          {names.length > 0 && `: ${names.slice(0, MAX_NAMES).join(', ')}`}
          {rest > 0 && ` and ${rest} more`}
        </Text>
        <PatchChoices {...{ pairs, value, title }} onValue={setValue} onTitle={setTitle} />
        <Button
          size="xs"
          loading={loading}
          disabled={names.length === 0 || isTooMany}
          onClick={() => {
            patchTogether().catch(() => {});
          }}
        >
          Patch together
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={names.length === 0}
          onClick={() => {
            reset();
            onChange({ selection: [] });
          }}
        >
          Clear
        </Button>
        {isSelecting && <SelectingControls {...{ topCount, onTopCount, onSelecting }} />}
      </Group>
      <Text size="xs" c="dimmed">
        {isTooMany
          ? `Up to ${MAX_JOINT_SITES} cells are patched together. Release some.`
          : isSelecting
            ? 'Click or tap cells of any heatmap; draw a rectangle with the mouse; Enter selects the pinned cell.'
            : 'Shift and a click, or Shift and Enter, select a cell; Shift and a drag select a rectangle. The button Select cells selects by taps.'}
      </Text>
      {error && <Notice tone="error">{readError(error).message}</Notice>}
    </section>
  );
}

interface PatchChoicesProps {
  readonly pairs: number;
  readonly value: JointValue;
  readonly title: string;
  readonly onValue: (value: JointValue) => void;
  readonly onTitle: (title: string) => void;
}

/** What the cells are patched with, and the title. Does not render with each selected cell. */
const PatchChoices = memo(function PatchChoices({
  pairs,
  value,
  title,
  onValue,
  onTitle,
}: PatchChoicesProps) {
  return (
    <>
      <Select
        size="xs"
        w={196}
        aria-label="Patch with"
        allowDeselect={false}
        value={value}
        onChange={(chosen) => chosen && onValue(chosen as JointValue)}
        data={Object.entries(VALUE_LABELS)
          // Another prompt needs another pair.
          .filter(([kind]) => pairs > 1 || kind !== 'RESAMPLE')
          .map(([kind, label]) => ({ value: kind, label: `With: ${label.toLowerCase()}` }))}
      />
      <TextInput
        size="xs"
        w={180}
        aria-label="Title of the joint patch"
        placeholder="Title (optional)"
        maxLength={MAX_JOINT_PATCH_TITLE}
        value={title}
        onChange={(event) => onTitle(event.currentTarget.value)}
      />
    </>
  );
});

type SelectingControlsProps = Pick<SelectionBarProps, 'topCount' | 'onTopCount' | 'onSelecting'>;

/** Controls while clicks and taps select. Does not render with each selected cell. */
const SelectingControls = memo(function SelectingControls(props: SelectingControlsProps) {
  const { topCount, onTopCount, onSelecting } = props;
  return (
    <>
      <NumberInput
        size="xs"
        w={84}
        aria-label="Cells that Top selects"
        title="Number of cells that the button Top of a heatmap selects"
        prefix="Top "
        min={1}
        max={50}
        value={topCount}
        onChange={(count) => {
          if (typeof count === 'number' && count >= 1 && count <= 50) onTopCount(Math.round(count));
        }}
      />
      <Button size="xs" variant="subtle" onClick={() => onSelecting(false)}>
        Stop selecting
      </Button>
    </>
  );
});
