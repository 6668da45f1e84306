/** The view of a run as part of the address. */
import { DEFAULT_HEAD_COUNT } from '../../domain/head-ranking';
import { formatCellParameter, parseCellParameter, type Coordinates } from '../../domain/cell';
import { SITES, type SectionId, isHeadKind } from '../../domain/sites';
import { MAX_JOINT_SITES } from '../../domain/limits';
import { DIRECTIONS } from '../../domain/effect';
import { DEFAULT_THRESHOLD } from '../../domain/sufficiency';
import type { Direction, Metric, SweepKind } from '../generated/graphql';
import { SCALES, type ScaleName } from '../plot/heatmap/scale';
import { SECTIONS } from './kinds';
import type { EntrySlice } from './entry-slice';
import { METRICS } from './metrics';
import type { Slice } from './plane';

/**
 * Recovery, the change of the metric from the base run, the metric after the patch, or whether a cell is sufficient or
 * necessary (of runs in both directions).
 */
export type ValueName = 'recovery' | 'change' | 'raw' | 'roles';

/** What heatmaps show of the effects over prompts: their mean, t, the share of prompts with the sign of the mean, or the standard error. */
export type StatisticName = 'mean' | 't' | 'sign' | 'error';

export interface ViewState {
  /** The values of heatmaps; null for the default: recovery, or the change if recovery is not meaningful. */
  readonly value: ValueName | null;
  /** Null for the first one of the run; one that the run does not have counts as null. */
  readonly direction: Direction | null;
  /** Null for the first one of the run; one that the run does not have counts as null. */
  readonly metric: Metric | null;
  /** Recovery from which a cell counts as sufficient or necessary. */
  readonly threshold: number;
  /** Index of the prompt; null for the mean. */
  readonly prompt: number | null;
  /** Of the mean over prompts; with one prompt there is none. */
  readonly statistic: StatisticName;
  /** Whether recovery is the mean of each prompt's own, instead of the ratio of the means. */
  readonly isMeanOfRatios: boolean;
  /** Whether cells that are not distinguishable from 0 are hatched. */
  readonly hatchesUnclear: boolean;
  readonly pinned: PinnedCell | null;
  /** The part of sweeps by layer, head and position that is drawn. */
  readonly slice: Slice;
  /** The part of sweeps over entries of patterns that is drawn; null for the head with the largest value. */
  readonly entry: EntrySlice | null;
  /** Number of heads whose attention patterns are shown. */
  readonly topHeads: number;
  /** The sweep by which heads are ranked; null for the first that the run has. */
  readonly rankedBy: SweepKind | null;
  readonly scale: ScaleName;
  /** Limits of the colour scales that the visitor has set, by section. */
  readonly limits: Readonly<Partial<Record<SectionId, number>>>;
  /** Cells that are to be patched together, in the order in which they were selected. */
  readonly selection: readonly PinnedCell[];
  /** Id of the joint patch that is shown. */
  readonly joint: string | null;
  /** Whether the common prefix of long prompts is unfolded. */
  readonly isUnfolded: boolean;
  /** Whether each plot has a colour scale of its own; otherwise those of a section share one. */
  readonly hasOwnScales: boolean;
  /** Whether values are written into cells that have room. */
  readonly showsValues: boolean;
  /** Whether means of rows and columns are drawn beside the cells. */
  readonly hasMargins: boolean;
}

/** A cell of a sweep. */
export interface PinnedCell extends Coordinates {
  readonly kind: SweepKind;
}

/** Names of values in addresses; `raw` and `logits` are in old addresses. */
const VALUES: Readonly<Record<string, ValueName>> = {
  recovery: 'recovery',
  change: 'change',
  raw: 'change',
  logits: 'raw',
  value: 'raw',
  roles: 'roles',
};
const VALUE_NAMES: Readonly<Record<ValueName, string>> = {
  recovery: 'recovery',
  change: 'change',
  raw: 'value',
  roles: 'roles',
};

const STATISTICS = ['mean', 't', 'sign', 'error'] as const satisfies readonly StatisticName[];

/**
 * Reads `?view=change&direction=noising&metric=prob&threshold=0.3&prompt=2&stat=t&norm=prompts&hatch=unclear&cell=HEAD_Z:9:6&slice=head:6&entry=pattern:9:6&heads=4&by=HEAD_V&scale=PuOr&limit=heads:0.3&select=HEAD_Z:9:6,HEAD_Z:9:9&joint=k3F9&prefix=open&range=plot&numbers=off&margins=on`;
 * invalid parts are ignored. A cell is its kind and those of layer, head, position and source position that the kind has.
 */
export function readViewState(search: URLSearchParams, prompts: number): ViewState {
  const prompt = naturalNumber(search.get('prompt'));
  const heads = naturalNumber(search.get('heads'));
  const scale = search.get('scale') ?? '';
  const view = search.get('view') ?? '';
  const by = search.get('by') ?? '';
  return {
    value: Object.hasOwn(VALUES, view) ? VALUES[view]! : null,
    direction: DIRECTIONS.find((one) => one.toLowerCase() === search.get('direction')) ?? null,
    metric: METRICS.find((one) => one.toLowerCase() === search.get('metric')) ?? null,
    threshold: readThreshold(search.get('threshold') ?? ''),
    prompt: prompt !== null && prompt < prompts ? prompt : null,
    statistic: STATISTICS.find((one) => one === search.get('stat')) ?? 'mean',
    isMeanOfRatios: search.get('norm') === 'prompts',
    hatchesUnclear: search.get('hatch') === 'unclear',
    pinned: parseCellParameter(search.get('cell') ?? ''),
    slice: readSlice(search.get('slice') ?? ''),
    entry: readEntrySlice(search.get('entry') ?? ''),
    topHeads: heads !== null && heads >= 1 && heads <= 12 ? heads : DEFAULT_HEAD_COUNT,
    rankedBy: Object.hasOwn(SITES, by) && isHeadKind(by as SweepKind) ? (by as SweepKind) : null,
    scale: Object.hasOwn(SCALES, scale) ? (scale as ScaleName) : 'RdBu',
    limits: readLimits(search.get('limit') ?? ''),
    selection: readSelection(search.get('select') ?? ''),
    joint: /^[\w-]{1,40}$/.exec(search.get('joint') ?? '')?.[0] ?? null,
    isUnfolded: search.get('prefix') === 'open',
    hasOwnScales: search.get('range') === 'plot',
    showsValues: search.get('numbers') !== 'off',
    hasMargins: search.get('margins') === 'on',
  };
}

/**
 * Writes the view; defaults are left out.
 *
 * @param others the query of the address; its other parameters are kept.
 */
export function writeViewState(state: ViewState, others = ''): string {
  const { value, direction, metric, threshold, prompt, pinned, slice, entry, topHeads } = state;
  const { rankedBy, scale, limits, selection, joint, isUnfolded } = state;
  const { statistic, isMeanOfRatios, hatchesUnclear } = state;
  const search = new URLSearchParams(others);
  const set = (name: string, text: string | null): void =>
    text === null ? search.delete(name) : search.set(name, text);
  set('view', value && VALUE_NAMES[value]);
  set('direction', direction?.toLowerCase() ?? null);
  set('metric', metric?.toLowerCase() ?? null);
  set('threshold', threshold === DEFAULT_THRESHOLD ? null : String(threshold));
  set('prompt', prompt === null ? null : String(prompt));
  set('stat', statistic === 'mean' ? null : statistic);
  set('norm', isMeanOfRatios ? 'prompts' : null);
  set('hatch', hatchesUnclear ? 'unclear' : null);
  set('cell', pinned && formatCellParameter(pinned));
  set('slice', slice && `${slice.of}:${slice.at}`);
  set('entry', entry && writeEntrySlice(entry));
  set('heads', topHeads === DEFAULT_HEAD_COUNT ? null : String(topHeads));
  set('by', rankedBy);
  set('scale', scale === 'RdBu' ? null : scale);
  const written = Object.entries(limits).map(([section, limit]) => `${section}:${limit}`);
  set('limit', written.length === 0 ? null : written.join(','));
  set('select', selection.length === 0 ? null : selection.map(formatCellParameter).join(','));
  set('joint', joint);
  set('prefix', isUnfolded ? 'open' : null);
  set('range', state.hasOwnScales ? 'plot' : null);
  set('numbers', state.showsValues ? null : 'off');
  set('margins', state.hasMargins ? 'on' : null);
  return search.toString();
}

function readThreshold(text: string): number {
  const value = /^[01](?:\.\d{1,3})?$/.test(text) ? Number(text) : NaN;
  return value > 0 && value <= 1 ? value : DEFAULT_THRESHOLD;
}

function readSlice(text: string): Slice {
  const [, of, at] = /^(head|position):(\d{1,4})$/.exec(text) ?? [];
  return of === undefined ? null : { of: of as 'head' | 'position', at: Number(at) };
}

/** `pattern:9:6` is the pattern of L9H6, `entry:14:10` the entry with destination 14 and source position 10. */
function writeEntrySlice(entry: EntrySlice): string {
  const steps = entry.of === 'pattern' ? [entry.layer, entry.head] : [entry.position, entry.src];
  return [entry.of, ...steps].join(':');
}

function readEntrySlice(text: string): EntrySlice | null {
  const [, of, first, second] = /^(pattern|entry):(\d{1,4}):(\d{1,4})$/.exec(text) ?? [];
  if (of === undefined) return null;
  const [a, b] = [Number(first), Number(second)];
  return of === 'pattern' ? { of, layer: a, head: b } : { of: 'entry', position: a, src: b };
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

/** Cells that cannot be read, and those that are there already, are left out. */
function readSelection(text: string): readonly PinnedCell[] {
  const names = [...new Set(text.split(','))].slice(0, MAX_JOINT_SITES);
  return names.flatMap((name) => parseCellParameter(name) ?? []);
}

function naturalNumber(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null;
}
