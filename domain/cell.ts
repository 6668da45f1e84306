/**
 * The address of a cell: the only code that parses and prints it, and that converts it to and from an index.
 *
 * Grammars: `L9H9`, `L9H9 @ 12`, `mlp 0 @ 12` (labels, searches), `HEAD_Z:9:6` (URL), `[[L9H9 p12]]` (references in text).
 */
import {
  isByPosition,
  isHeadKind,
  isSweepKind,
  kindsByRank,
  kindsOfSection,
  SITES,
  type AxisName,
  type SweepKind,
} from './sites';

/** A step along each axis; null for an axis that the sweep does not have. A destination is a position. */
export interface Coordinates {
  readonly layer: number;
  readonly head: number | null;
  readonly position: number | null;
}

/** A cell of a sweep. */
export interface CellAddress extends Coordinates {
  readonly kind: SweepKind;
}

/** The axes of a sweep and their lengths, in the order of its values. */
export interface Grid {
  readonly axes: readonly AxisName[];
  readonly shape: readonly number[];
}

/** The coordinate that an axis steps along. */
export function coordinateOfAxis(axis: AxisName): keyof Coordinates {
  return axis === 'destination' ? 'position' : axis;
}

/** The coordinates that a cell of a kind has, in the order in which addresses write them. */
export function listCoordinates(kind: SweepKind): readonly (keyof Coordinates)[] {
  if (!isHeadKind(kind)) return ['layer', 'position'];
  return isByPosition(kind) ? ['layer', 'head', 'position'] : ['layer', 'head'];
}

/** Number of cells of a shape. */
export function countCells(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Coordinates of a row-major index. */
export function indexToCoordinates({ axes, shape }: Grid, index: number): Coordinates {
  const coordinates = { layer: 0, head: null as number | null, position: null as number | null };
  let rest = index;
  for (let axis = axes.length - 1; axis >= 0; axis--) {
    coordinates[coordinateOfAxis(axes[axis]!)] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return coordinates;
}

/** What is wrong with coordinates for a grid. */
export interface CoordinateProblem {
  readonly axis: AxisName;
  readonly coordinate: keyof Coordinates;
  /** Null when the coordinate is missing. */
  readonly step: number | null;
  readonly length: number;
}

/** Row-major index of coordinates, or the first coordinate that the grid does not have. */
export function coordinatesToIndex(
  { axes, shape }: Grid,
  coordinates: Coordinates,
): number | CoordinateProblem {
  let index = 0;
  for (const [at, axis] of axes.entries()) {
    const coordinate = coordinateOfAxis(axis);
    const step = coordinates[coordinate];
    const length = shape[at]!;
    if (step === null || !Number.isInteger(step) || step < 0 || step >= length)
      return { axis, coordinate, step, length };
    index = index * length + step;
  }
  return index;
}

/** `L9H9`. */
export function formatHead(layer: number, head: number): string {
  return `L${layer}H${head}`;
}

/** `L9H9` for a head, `L9H9 @ 14` for a head at a position, `attn 8 @ 14` for a layer at a position. */
export function formatComponent(kind: SweepKind, { layer, head, position }: Coordinates): string {
  const name = head === null ? `${SITES[kind].word} ${layer}` : formatHead(layer, head);
  return position === null ? name : `${name} @ ${position}`;
}

/** `HEAD_Z:9:6`, as in the address of a page: kind, then layer, head and position as far as the kind has them. */
export function formatCellParameter(cell: CellAddress): string {
  return [cell.kind, ...listCoordinates(cell.kind).map((coordinate) => cell[coordinate])].join(':');
}

/** The reverse of `formatCellParameter`; null for anything else. */
export function parseCellParameter(text: string): CellAddress | null {
  const [, kind, steps] = /^([A-Z_]+)((?::\d{1,4}){2,3})$/.exec(text) ?? [];
  if (kind === undefined || !isSweepKind(kind)) return null;
  const names = listCoordinates(kind);
  const numbers = steps!.slice(1).split(':').map(Number);
  if (numbers.length !== names.length) return null;
  const coordinates = { layer: 0, head: null as number | null, position: null as number | null };
  for (const [at, name] of names.entries()) coordinates[name] = numbers[at]!;
  return { kind, ...coordinates };
}

const REFERENCE = /\[\[\s*L(\d{1,3})(?:\s*H(\d{1,3}))?(?:\s+p(\d{1,4}))?\s*\]\]/gi;

/** A reference in a text: `[[L9H9]]` a head, `[[L9H9 p12]]` a head at a position, `[[L9 p12]]` and `[[L9]]` a layer. */
export interface Reference extends Coordinates {
  /** As written, with its brackets. */
  readonly text: string;
  /** Without them, in canonical form: `L9H9 p12`. */
  readonly label: string;
  /** Where it begins. */
  readonly index: number;
}

/** Every reference of a text, in its order. */
export function findReferences(text: string): Reference[] {
  return [...text.matchAll(REFERENCE)].map(({ 0: written, 1: layer, 2: head, 3: position, index }) => ({
    text: written,
    label: `L${layer}${head === undefined ? '' : `H${head}`}${position === undefined ? '' : ` p${position}`}`,
    index,
    layer: Number(layer),
    head: head === undefined ? null : Number(head),
    position: position === undefined ? null : Number(position),
  }));
}

/**
 * The cell that a reference points into; null when none of the kinds is of its form.
 *
 * @param kinds the sweeps of a run. Heads prefer the kind that names components best, layers the first of the table; a layer
 *   without a position stands for position 0.
 */
export function resolveReference(
  { layer, head, position }: Coordinates,
  kinds: readonly SweepKind[],
): CellAddress | null {
  const kind = listReferenceKinds({ head, position }).find((wanted) => kinds.includes(wanted));
  if (kind === undefined) return null;
  return { kind, layer, head, position: head === null ? (position ?? 0) : position };
}

/** The kinds that a reference may point into, in order of preference. */
export function listReferenceKinds({ head, position }: Pick<Coordinates, 'head' | 'position'>): SweepKind[] {
  if (head === null) return kindsOfSection('outputs');
  const section = position === null ? 'heads' : 'positions';
  return kindsByRank('componentRank').filter((kind) => SITES[kind].section === section);
}
