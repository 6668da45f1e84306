/** What a visitor has chosen to see of a run, as the address says it. */
import { DEFAULT_HEAD_COUNT } from '../../domain/head-ranking';
import { formatCellParameter, parseCellParameter, type Coordinates } from '../../domain/cell';
import { SITES, type SectionId, isHeadKind } from '../../domain/sites';
import type { SweepKind } from '../generated/graphql';
import { SCALES, type ScaleName } from '../plot/heatmap/scale';
import { SECTIONS } from './kinds';
import type { Slice } from './plane';

/** Recovery; change of the logit difference against the base run; or the logit difference itself, the last two in logits. */
export type ValueName = 'recovery' | 'change' | 'logitDiff';

export interface ViewState {
  /** What heatmaps show; null for what suits the run: recovery, or the change where recovery is not meaningful. */
  readonly value: ValueName | null;
  /** Index of the prompt; null for the mean. */
  readonly prompt: number | null;
  readonly pinned: PinnedCell | null;
  /** What is drawn of sweeps by layer, head and position. */
  readonly slice: Slice;
  /** How many heads' attention patterns are shown. */
  readonly topHeads: number;
  /** The sweep by which heads are ranked; null for the first that the run has. */
  readonly rankedBy: SweepKind | null;
  readonly scale: ScaleName;
  /** Ends of the colour scales that were set by hand, by section. */
  readonly limits: Readonly<Partial<Record<SectionId, number>>>;
  /** Whether the common prefix of long prompts is shown in full. */
  readonly isUnfolded: boolean;
}

/** A cell of a sweep. */
export interface PinnedCell extends Coordinates {
  readonly kind: SweepKind;
}

/** Names of values in addresses; `raw` is that of older ones. */
const VALUES: Readonly<Record<string, ValueName>> = {
  recovery: 'recovery',
  change: 'change',
  raw: 'change',
  logits: 'logitDiff',
};
const VALUE_NAMES: Readonly<Record<ValueName, string>> = {
  recovery: 'recovery',
  change: 'change',
  logitDiff: 'logits',
};

/**
 * Reads `?view=change&prompt=2&cell=HEAD_Z:9:6&slice=head:6&heads=4&by=HEAD_V&scale=PuOr&limit=heads:0.3&prefix=open`;
 * what makes no sense is left out. A cell is a kind and its layer, head and position, in this order, as far as the kind
 * has them.
 */
export function readViewState(search: URLSearchParams, prompts: number): ViewState {
  const prompt = naturalNumber(search.get('prompt'));
  const heads = naturalNumber(search.get('heads'));
  const scale = search.get('scale') ?? '';
  const view = search.get('view') ?? '';
  const by = search.get('by') ?? '';
  return {
    value: Object.hasOwn(VALUES, view) ? VALUES[view]! : null,
    prompt: prompt !== null && prompt < prompts ? prompt : null,
    pinned: parseCellParameter(search.get('cell') ?? ''),
    slice: readSlice(search.get('slice') ?? ''),
    topHeads: heads !== null && heads >= 1 && heads <= 12 ? heads : DEFAULT_HEAD_COUNT,
    rankedBy: Object.hasOwn(SITES, by) && isHeadKind(by as SweepKind) ? (by as SweepKind) : null,
    scale: Object.hasOwn(SCALES, scale) ? (scale as ScaleName) : 'RdBu',
    limits: readLimits(search.get('limit') ?? ''),
    isUnfolded: search.get('prefix') === 'open',
  };
}

/**
 * The reverse; what is as by default is left out.
 *
 * @param others the address's query, whose other parameters stay.
 */
export function writeViewState(state: ViewState, others = ''): string {
  const { value, prompt, pinned, slice, topHeads, rankedBy, scale, limits, isUnfolded } = state;
  const search = new URLSearchParams(others);
  const set = (name: string, text: string | null): void =>
    text === null ? search.delete(name) : search.set(name, text);
  set('view', value && VALUE_NAMES[value]);
  set('prompt', prompt === null ? null : String(prompt));
  set('cell', pinned && formatCellParameter(pinned));
  set('slice', slice && `${slice.of}:${slice.at}`);
  set('heads', topHeads === DEFAULT_HEAD_COUNT ? null : String(topHeads));
  set('by', rankedBy);
  set('scale', scale === 'RdBu' ? null : scale);
  const written = Object.entries(limits).map(([section, limit]) => `${section}:${limit}`);
  set('limit', written.length === 0 ? null : written.join(','));
  set('prefix', isUnfolded ? 'open' : null);
  return search.toString();
}

function readSlice(text: string): Slice {
  const [, of, at] = /^(head|position):(\d{1,4})$/.exec(text) ?? [];
  return of === undefined ? null : { of: of as 'head' | 'position', at: Number(at) };
}

function readLimits(text: string): ViewState['limits'] {
  const limits: Partial<Record<SectionId, number>> = {};
  for (const part of text.split(',')) {
    const [, name, digits] = /^([a-z]+):(\d{1,4}(?:\.\d{1,4})?)$/.exec(part) ?? [];
    const section = SECTIONS.find(({ id }) => id === name);
    if (section && Number(digits) > 0) limits[section.id] = Number(digits);
  }
  return limits;
}

function naturalNumber(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null;
}
