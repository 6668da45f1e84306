/** What a visitor has chosen to see of a run, as the address says it. */
import type { SweepKind } from '../generated/graphql';
import type { CellAt } from '../heatmap/move';
import { SCALES, type ScaleName } from '../heatmap/scale';
import { KIND_TEXT } from './kinds';

export interface ViewState {
  /** Recovery, or change of the logit difference in logits. */
  readonly isRaw: boolean;
  /** Index of the prompt; null for the mean. */
  readonly prompt: number | null;
  readonly pinned: PinnedCell | null;
  /** How many heads' attention patterns are shown. */
  readonly topHeads: number;
  readonly scale: ScaleName;
}

export interface PinnedCell extends CellAt {
  readonly kind: SweepKind;
}

/** Reads `?view=raw&prompt=2&cell=HEAD_Z:9:6&heads=4&scale=PuOr`; what makes no sense is left out. */
export function readViewState(search: URLSearchParams, prompts: number): ViewState {
  const prompt = naturalNumber(search.get('prompt'));
  const heads = naturalNumber(search.get('heads'));
  const scale = search.get('scale') ?? '';
  return {
    isRaw: search.get('view') === 'raw',
    prompt: prompt !== null && prompt < prompts ? prompt : null,
    pinned: readCell(search.get('cell') ?? ''),
    topHeads: heads !== null && heads >= 1 && heads <= 12 ? heads : 4,
    scale: Object.hasOwn(SCALES, scale) ? (scale as ScaleName) : 'RdBu',
  };
}

/** The reverse; what is as by default is left out. */
export function writeViewState({ isRaw, prompt, pinned, topHeads, scale }: ViewState): string {
  const search = new URLSearchParams();
  if (isRaw) search.set('view', 'raw');
  if (prompt !== null) search.set('prompt', String(prompt));
  if (pinned) search.set('cell', `${pinned.kind}:${pinned.row}:${pinned.column}`);
  if (topHeads !== 4) search.set('heads', String(topHeads));
  if (scale !== 'RdBu') search.set('scale', scale);
  return search.toString();
}

function readCell(text: string): PinnedCell | null {
  const [, kind, row, column] = /^([A-Z_]+):(\d{1,4}):(\d{1,4})$/.exec(text) ?? [];
  if (kind === undefined || !Object.hasOwn(KIND_TEXT, kind)) return null;
  return { kind: kind as SweepKind, row: Number(row), column: Number(column) };
}

function naturalNumber(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null;
}
