/** What a visitor has chosen to see of a run, as the address says it. */
import type { SweepKind } from '../generated/graphql';
import { SCALES, type ScaleName } from '../heatmap/scale';
import { KIND_TEXT } from './kinds';
import { placeKeys, type Place } from './place';
import type { Slice } from './plane';

export interface ViewState {
  /** Recovery, or change of the logit difference in logits. */
  readonly isRaw: boolean;
  /** Index of the prompt; null for the mean. */
  readonly prompt: number | null;
  readonly pinned: PinnedCell | null;
  /** What is drawn of sweeps by layer, head and position. */
  readonly slice: Slice;
  /** How many heads' attention patterns are shown. */
  readonly topHeads: number;
  readonly scale: ScaleName;
}

/** A cell of a sweep. */
export interface PinnedCell extends Place {
  readonly kind: SweepKind;
}

/**
 * Reads `?view=raw&prompt=2&cell=HEAD_Z:9:6&slice=head:6&heads=4&scale=PuOr`; what makes no sense is left out. A cell is
 * a kind and its layer, head and position, in this order, as far as the kind has them.
 */
export function readViewState(search: URLSearchParams, prompts: number): ViewState {
  const prompt = naturalNumber(search.get('prompt'));
  const heads = naturalNumber(search.get('heads'));
  const scale = search.get('scale') ?? '';
  return {
    isRaw: search.get('view') === 'raw',
    prompt: prompt !== null && prompt < prompts ? prompt : null,
    pinned: readCell(search.get('cell') ?? ''),
    slice: readSlice(search.get('slice') ?? ''),
    topHeads: heads !== null && heads >= 1 && heads <= 12 ? heads : 4,
    scale: Object.hasOwn(SCALES, scale) ? (scale as ScaleName) : 'RdBu',
  };
}

/**
 * The reverse; what is as by default is left out.
 *
 * @param others the address's query, whose other parameters stay.
 */
export function writeViewState(state: ViewState, others = ''): string {
  const { isRaw, prompt, pinned, slice, topHeads, scale } = state;
  const search = new URLSearchParams(others);
  const set = (name: string, value: string | null): void =>
    value === null ? search.delete(name) : search.set(name, value);
  set('view', isRaw ? 'raw' : null);
  set('prompt', prompt === null ? null : String(prompt));
  set('cell', pinned && [pinned.kind, ...placeKeys(pinned.kind).map((key) => pinned[key])].join(':'));
  set('slice', slice && `${slice.of}:${slice.at}`);
  set('heads', topHeads === 4 ? null : String(topHeads));
  set('scale', scale === 'RdBu' ? null : scale);
  return search.toString();
}

function readCell(text: string): PinnedCell | null {
  const [, kind, steps] = /^([A-Z_]+)((?::\d{1,4}){2,3})$/.exec(text) ?? [];
  if (kind === undefined || !Object.hasOwn(KIND_TEXT, kind)) return null;
  const keys = placeKeys(kind as SweepKind);
  const numbers = steps!.slice(1).split(':').map(Number);
  if (numbers.length !== keys.length) return null;
  const place = { layer: 0, head: null as number | null, position: null as number | null };
  for (const [at, key] of keys.entries()) place[key] = numbers[at]!;
  return { kind: kind as SweepKind, ...place };
}

function readSlice(text: string): Slice {
  const [, of, at] = /^(head|position):(\d{1,4})$/.exec(text) ?? [];
  return of === undefined ? null : { of: of as 'head' | 'position', at: Number(at) };
}

function naturalNumber(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null;
}
