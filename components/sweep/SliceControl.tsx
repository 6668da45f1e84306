'use client';

import { Group, NativeSelect, SegmentedControl } from '@mantine/core';
import { findCoordinates } from './place';
import { listSteps, type PlaneSource, type Positions, type Slice } from './plane';
import type { PinnedCell } from './view-state';

interface SliceControlProps {
  /** At least one sweep by layer, head and position. */
  readonly sweeps: readonly PlaneSource[];
  readonly slice: Slice;
  readonly positions: Positions;
  /** The first slice that is shown contains this cell. */
  readonly pinned: PinnedCell | null;
  readonly onSlice: (change: { slice: Slice }) => void;
}

/**
 * Chooses the part of sweeps by layer, head and position that is drawn: all heads, one head of each layer, or one position.
 */
export function SliceControl({ sweeps, slice, positions, pinned, onSlice }: SliceControlProps) {
  const [first] = sweeps;
  const listLabels = (of: 'head' | 'position'): readonly string[] =>
    of === 'position' ? positions.labels.map(({ text }) => text) : ((first && listSteps(first, of)) ?? []);
  const choose = (of: string): void => {
    if (of !== 'head' && of !== 'position') return onSlice({ slice: null });
    const place = pinned?.[of] === null || !pinned ? largestPlace(sweeps) : pinned;
    onSlice({ slice: { of, at: Math.min(place[of] ?? 0, listLabels(of).length - 1) } });
  };
  return (
    <Group gap="sm">
      <SegmentedControl
        size="xs"
        aria-label="Part of the heads by position"
        value={slice?.of ?? 'whole'}
        onChange={choose}
        data={[
          { value: 'whole', label: 'All heads' },
          { value: 'head', label: 'One head' },
          { value: 'position', label: 'One position' },
        ]}
      />
      {slice && (
        <NativeSelect
          size="xs"
          aria-label={slice.of === 'head' ? 'Head shown' : 'Position shown'}
          value={String(slice.at)}
          onChange={(event) => onSlice({ slice: { of: slice.of, at: Number(event.currentTarget.value) } })}
          data={listLabels(slice.of).map((label, at) => ({
            value: String(at),
            label: slice.of === 'head' ? `Head ${label} of each layer` : label,
          }))}
        />
      )}
    </Group>
  );
}

/** Finds the coordinates of the value with the largest size. */
function largestPlace(sweeps: readonly PlaneSource[]) {
  let largest = {
    value: -1,
    place: { layer: 0, head: 0, position: 0 } as ReturnType<typeof findCoordinates>,
  };
  for (const sweep of sweeps) {
    sweep.values.forEach((value, cell) => {
      if (Math.abs(value) > largest.value)
        largest = { value: Math.abs(value), place: findCoordinates(sweep, cell) };
    });
  }
  return largest.place;
}
