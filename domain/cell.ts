/**
 * The address of a cell: the only code that parses and prints it, and that converts it to and from an index. `cell-pattern.ts`
 * extends it to several cells at once, for claims.
 *
 * Grammars: `L9H9`, `L9H9 @ 12`, `L9H9 @ 14 <- 10`, `mlp 0 @ 12` (labels, searches), `HEAD_Z:9:6` (URL), `[[L9H9 p12]]`
 * (references in text). `14 <- 10` is the entry of an attention pattern with destination 14 and source position 10.
 */
import { findRole } from './roles';
import {
  isSweepKind,
  kindsByRank,
  kindsOfSection,
  siteOfKind,
  SITES,
  type AxisName,
  type SweepKind,
} from './sites';

/** A step along each axis; null for an axis that the sweep does not have. A destination is a position. */
export interface Coordinates {
  readonly layer: number;
  readonly head: number | null;
  readonly position: number | null;
  /** Source position of an entry of an attention pattern. Absent, like null, for an axis that the sweep does not have. */
  readonly src?: number | null | undefined;
}

/** A cell of a sweep. */
export interface CellAddress extends Coordinates {
  readonly kind: SweepKind;
}

/** The axes of a sweep and their lengths, in the order of its values. */
export interface Grid {
  readonly axes: readonly AxisName[];
  readonly shape: readonly number[];
  /** By role: the names of the steps of position axes. Absent for positions by index. */
  readonly roles?: readonly string[] | undefined;
}

/** The coordinate that an axis steps along. */
export function coordinateOfAxis(axis: AxisName): keyof Coordinates {
  return axis === 'destination' ? 'position' : axis;
}

/** Whether an axis steps along the positions of a prompt. */
export function isPositionAxis(axis: AxisName): boolean {
  return axis === 'position' || axis === 'destination' || axis === 'src';
}

/** Order in which addresses write coordinates. */
const COORDINATES = ['layer', 'head', 'position', 'src'] as const satisfies readonly (keyof Coordinates)[];

/** The coordinates that a cell of a kind has, in the order in which addresses write them. */
export function listCoordinates(kind: SweepKind): readonly (keyof Coordinates)[] {
  const steps = siteOfKind(kind).axes.map((axis) => coordinateOfAxis(axis));
  return COORDINATES.filter((coordinate) => steps.includes(coordinate));
}

interface MutableCoordinates {
  layer: number;
  head: number | null;
  position: number | null;
  src?: number;
}

/** Number of cells of a shape. */
export function countCells(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Coordinates of a row-major index. */
export function indexToCoordinates({ axes, shape }: Grid, index: number): Coordinates {
  const coordinates: MutableCoordinates = { layer: 0, head: null, position: null };
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
    if (step == null || !Number.isInteger(step) || step < 0 || step >= length)
      return { axis, coordinate, step: step ?? null, length };
    index = index * length + step;
  }
  return index;
}

/** `L9H9`. */
export function formatHead(layer: number, head: number): string {
  return `L${layer}H${head}`;
}

/** The reverse of `formatHead`, in any case; also `9.9`. Null for anything else. */
export function parseHead(text: string): { readonly layer: number; readonly head: number } | null {
  const [, layer, head] = /^l?(\d{1,3})(?:h|\.)(\d{1,3})$/i.exec(text.trim()) ?? [];
  return layer === undefined ? null : { layer: Number(layer), head: Number(head) };
}

/**
 * `L9H9` for a head, `L9H9 @ 14` for a head at a position, `L9H9 @ 14 <- 10` for an entry of its pattern, `attn 8 @ 14` for a
 * layer at a position. By role `attn 8 @ END`, `L9H9 @ END <- S2`.
 *
 * @param roles names of the steps of position axes; null or absent for positions by index.
 */
export function formatComponent(
  kind: SweepKind,
  { layer, head, position, src }: Coordinates,
  roles?: readonly string[] | null,
): string {
  const name = head === null ? `${SITES[kind].word} ${layer}` : formatHead(layer, head);
  if (position === null) return name;
  const nameStep = (step: number): string => roles?.[step] ?? String(step);
  return src == null
    ? `${name} @ ${nameStep(position)}`
    : `${name} @ ${nameStep(position)} <- ${nameStep(src)}`;
}

/** `HEAD_Z:9:6`, as in the address of a page: kind, then layer, head, position and source as far as the kind has them. */
export function formatCellParameter(cell: CellAddress): string {
  return [cell.kind, ...listCoordinates(cell.kind).map((coordinate) => cell[coordinate])].join(':');
}

/** The reverse of `formatCellParameter`; null for anything else. */
export function parseCellParameter(text: string): CellAddress | null {
  const [, kind, steps] = /^([A-Z_]+)((?::\d{1,4}){2,4})$/.exec(text) ?? [];
  if (kind === undefined || !isSweepKind(kind)) return null;
  const names = listCoordinates(kind);
  const numbers = steps!.slice(1).split(':').map(Number);
  if (numbers.length !== names.length) return null;
  const coordinates: MutableCoordinates = { layer: 0, head: null, position: null };
  for (const [at, name] of names.entries()) coordinates[name] = numbers[at]!;
  return { kind, ...coordinates };
}

const REFERENCE =
  /\[\[\s*L(\d{1,3})(?:\s*H(\d{1,3}))?(?:\s+(p\d{1,4}|[a-z][a-z0-9_]{0,23})(?:\s*<-\s*(p?\d{1,4}|[a-z][a-z0-9_]{0,23}))?)?\s*\]\]/gi;

/**
 * A reference in a text: `[[L9H9]]` a head, `[[L9H9 p12]]` a head at a position, `[[L9H9 p14 <- p10]]` an entry of its pattern,
 * `[[L9 p12]]` and `[[L9]]` a layer. By role `[[L9H9 END]]`, `[[L9H9 END <- S2]]`, `[[L9 S2]]`.
 */
export interface Reference extends Coordinates {
  /** As written, with its brackets. */
  readonly text: string;
  /** Without them, in canonical form: `L9H9 p12`. */
  readonly label: string;
  /** Where it begins. */
  readonly index: number;
  /** Role instead of a position; absent for others. */
  readonly role?: string | undefined;
  /** Role of the source; absent for others. */
  readonly srcRole?: string | undefined;
}

/** Every reference of a text, in its order. */
export function findReferences(text: string): Reference[] {
  return [...text.matchAll(REFERENCE)].map(
    ({ 0: written, 1: layer, 2: head, 3: place, 4: source, index }) => {
      const [position, src] = [readPlace(place), readPlace(source)];
      return {
        text: written,
        label: [
          `L${layer}${head === undefined ? '' : `H${head}`}`,
          ...(position === null ? [] : [printPlace(position)]),
          ...(src === null ? [] : [`<- ${printPlace(src)}`]),
        ].join(' '),
        index,
        layer: Number(layer),
        head: head === undefined ? null : Number(head),
        position: typeof position === 'number' ? position : null,
        ...(typeof src === 'number' && { src }),
        ...(typeof position === 'string' && { role: position }),
        ...(typeof src === 'string' && { srcRole: src }),
      };
    },
  );
}

/** A position, or the name of a role. */
function readPlace(text: string | undefined): number | string | null {
  if (text === undefined) return null;
  return /^p?\d+$/i.test(text) ? Number(text.replace(/^p/i, '')) : text;
}

function printPlace(place: number | string): string {
  return typeof place === 'number' ? `p${place}` : place;
}

/**
 * The coordinates of a reference in a run.
 *
 * @param roles names of the steps of the run's position axes; none for positions by index.
 * @returns null for a role that the run does not have, and for a position in a run by role.
 */
export function placeReference(
  { layer, head, position, src, role, srcRole }: Omit<Reference, 'text' | 'label' | 'index'>,
  roles: readonly string[] = [],
): Coordinates | null {
  const isNumbered = position !== null || src != null;
  if (isNumbered && roles.length > 0) return null;
  const [at, from] = [role, srcRole].map((name) => (name === undefined ? null : findRole(roles, name)));
  if ((at ?? 0) < 0 || (from ?? 0) < 0) return null;
  const place = { layer, head, position: at ?? position };
  const source = from ?? src;
  return source == null ? place : { ...place, src: source };
}

/**
 * The cell that a reference points into; null when none of the kinds is of its form.
 *
 * @param kinds the sweeps of a run. Heads prefer the kind that names components best, layers the first of the table; a layer
 *   without a position stands for position 0.
 * @param roles names of the steps of the run's position axes; none for positions by index.
 */
export function resolveReference(
  reference: Omit<Reference, 'text' | 'label' | 'index'>,
  kinds: readonly SweepKind[],
  roles: readonly string[] = [],
): CellAddress | null {
  const place = placeReference(reference, roles);
  if (!place) return null;
  const { layer, head, position, src } = place;
  const kind = listReferenceKinds(place).find((wanted) => kinds.includes(wanted));
  if (kind === undefined) return null;
  const cell = { kind, layer, head, position: head === null ? (position ?? 0) : position };
  return src == null ? cell : { ...cell, src };
}

/** The kinds that a reference may point into, in order of preference. */
export function listReferenceKinds({ head, position, src }: Omit<Coordinates, 'layer'>): SweepKind[] {
  // Layers have no patterns.
  if (head === null) return src == null ? kindsOfSection('outputs') : [];
  const section = position === null ? 'heads' : src == null ? 'positions' : 'entries';
  return kindsByRank('componentRank').filter((kind) => SITES[kind].section === section);
}
