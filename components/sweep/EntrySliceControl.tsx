'use client';

import { Group, NativeSelect, SegmentedControl } from '@mantine/core';
import { chooseEntrySlice, findLargestEntry, type EntrySlice } from './entry-slice';
import type { PlaneSource, Positions } from './plane';
import type { PinnedCell } from './view-state';

interface EntrySliceControlProps {
  /** At least one sweep over the entries of patterns. */
  readonly sweeps: readonly [PlaneSource, ...PlaneSource[]];
  /** Null for the head with the largest value. */
  readonly entry: EntrySlice | null;
  readonly positions: Positions;
  /** The first slice that is shown contains this cell. */
  readonly pinned: PinnedCell | null;
  readonly onChange: (change: { entry: EntrySlice }) => void;
}

/** Chooses the part of sweeps over entries that is drawn: the pattern of one head, or one entry of all heads. */
export function EntrySliceControl({ sweeps, entry, positions, pinned, onChange }: EntrySliceControlProps) {
  const [first] = sweeps;
  const [layers, heads] = first.shape as [number, number];
  const slice = entry ?? chooseEntrySlice(first);
  const choose = (of: string): void => {
    const largest = findLargestEntry(sweeps);
    const { layer, position, head, src } = pinned ?? largest;
    onChange({
      entry:
        of === 'entry'
          ? { of, position: position ?? largest.position, src: src ?? largest.src }
          : { of: 'pattern', layer, head: head ?? largest.head },
    });
  };
  const select = (
    label: string,
    value: number,
    labels: readonly string[],
    onSelect: (at: number) => void,
  ) => (
    <NativeSelect
      size="xs"
      aria-label={label}
      value={String(value)}
      onChange={(event) => onSelect(Number(event.currentTarget.value))}
      data={labels.map((text, at) => ({ value: String(at), label: text }))}
    />
  );
  const count = (name: string, length: number): string[] =>
    Array.from({ length }, (_, at) => `${name} ${at}`);
  const texts = positions.labels.map(({ text }) => text);
  return (
    <Group gap="sm">
      <SegmentedControl
        size="xs"
        aria-label="Part of the entries"
        value={slice.of}
        onChange={choose}
        data={[
          { value: 'pattern', label: 'One head' },
          { value: 'entry', label: 'One entry' },
        ]}
      />
      {slice.of === 'pattern' ? (
        <>
          {select('Layer shown', slice.layer, count('Layer', layers), (layer) =>
            onChange({ entry: { ...slice, layer } }),
          )}
          {select('Head of the layer shown', slice.head, count('Head', heads), (head) =>
            onChange({ entry: { ...slice, head } }),
          )}
        </>
      ) : (
        <>
          {select('Destination shown', slice.position, texts, (position) =>
            onChange({ entry: { ...slice, position, src: Math.min(slice.src, position) } }),
          )}
          {select('Source position shown', slice.src, texts.slice(0, slice.position + 1), (src) =>
            onChange({ entry: { ...slice, src } }),
          )}
        </>
      )}
    </Group>
  );
}
