/** A sweep over the entries of attention patterns as rows and columns. */
import type { Coordinates } from '../../domain/cell';
import type { EntrySlice } from './entry-slice';
import { describeCell, findIndex, speakPlace } from './place';
import type { Plane, PlaneSource, Positions } from './plane';

/**
 * Makes the plane that is drawn: destinations by source positions of one head, or layers by heads at one entry. Entries after
 * their destination are NaN: they are 0 in every run.
 *
 * @param positions labels of the run's positions; none is folded.
 * @returns null if the slice is outside of the sweep.
 */
export function makeEntryPlane(sweep: PlaneSource, slice: EntrySlice, positions: Positions): Plane | null {
  const [layers, heads, length] = sweep.shape as [number, number, number];
  const texts = positions.labels.map(({ text }) => text);
  const steps = (count: number): string[] => Array.from({ length: count }, (_, step) => String(step));
  const isAfter = positions.isAfter ?? ((destination: number, src: number) => src > destination);
  const isPattern = slice.of === 'pattern';
  const isInside = isPattern
    ? slice.layer < layers && slice.head < heads
    : slice.position < length && slice.src < length;
  if (!isInside) return null;
  const [rows, columns] = isPattern ? [length, length] : [layers, heads];
  const placeAt = ({ row, column }: { row: number; column: number }) =>
    isPattern
      ? { layer: slice.layer, head: slice.head, position: row, src: column }
      : { layer: row, head: column, position: slice.position, src: slice.src };
  const values = new Float32Array(rows * columns);
  const skipped = new Uint8Array(values.length);
  const unclear = sweep.unclear && new Uint8Array(values.length);
  for (let cell = 0; cell < values.length; cell++) {
    const place = placeAt({ row: Math.floor(cell / columns), column: cell % columns });
    const index = findIndex(sweep, place)!;
    const isZero = isAfter(place.position, place.src);
    values[cell] = isZero ? NaN : sweep.values[index]!;
    if (!isZero && sweep.computed?.[index] === 0) skipped[cell] = 1;
    if (unclear && !isZero) unclear[cell] = sweep.unclear[index]!;
  }
  const findCell = (place: Coordinates) => {
    if (findIndex(sweep, place) === null) return null;
    const isShown = isPattern
      ? place.layer === slice.layer && place.head === slice.head
      : place.position === slice.position && place.src === slice.src;
    if (!isShown) return null;
    return isPattern
      ? { row: place.position!, column: place.src! }
      : { row: place.layer, column: place.head! };
  };
  return {
    values,
    skipped,
    unclear,
    isSparse: true,
    rowName: isPattern ? 'destination' : 'layer',
    rowLabels: isPattern ? texts : steps(layers),
    rowsPerLayer: 1,
    columnName: isPattern ? 'source' : 'head',
    columns: isPattern ? positions.labels : steps(heads).map((text) => ({ text })),
    placeAt,
    findCell,
    locate: ({ layer, head, position }) => {
      if (!isPattern)
        return layer !== null && head !== null ? { row: layer, column: head, rows: 1, columns: 1 } : null;
      const isOther = (layer !== null && layer !== slice.layer) || (head !== null && head !== slice.head);
      return isOther || position === null || position >= rows
        ? null
        : { row: position, column: 0, rows: 1, columns };
    },
    isOneCell: (cell) => {
      const { position, src } = placeAt(cell);
      return !isAfter(position, src);
    },
    nameCell: (cell) => {
      const place = placeAt(cell);
      const name = describeCell(place, texts);
      return isAfter(place.position, place.src) ? `${name} (a source after its destination: always 0)` : name;
    },
    speakCell: (cell) =>
      speakPlace(
        placeAt(cell),
        positions.labels.map(({ text, spoken = text }) => spoken),
      ),
  };
}

/** Names a slice, to follow the name of its sweep: `, L1H2`, `, ·to 14 ← ·Mary 10`. */
export function entrySliceName(slice: EntrySlice, { labels }: Positions): string {
  if (slice.of === 'pattern') return `, L${slice.layer}H${slice.head}`;
  const label = (position: number): string => labels[position]?.text ?? `position ${position}`;
  return `, ${label(slice.position)} ← ${label(slice.src)}`;
}
