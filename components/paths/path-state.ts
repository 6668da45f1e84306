/** The view of the paths page as part of the address. */
import { DIRECTIONS } from '../../domain/effect';
import type { Direction, Metric, MlpRule, NormRule } from '../generated/graphql';
import { SCALES, type ScaleName } from '../plot/heatmap/scale';
import { DEFAULT_METRIC, METRICS } from '../sweep/metrics';
import type { ValueName } from '../sweep/view-state';
import { readFocus, writeFocus, type EdgeFocus } from './edge-array';
import { readPath, writePath, type ModelHeads, type PathStep } from './path-steps';

export type PathValue = Exclude<ValueName, 'roles'>;

export interface PathState {
  /** Empty for the path to the logits. */
  readonly steps: readonly PathStep[];
  readonly direction: Direction;
  readonly metric: Metric;
  readonly mlps: MlpRule;
  readonly layerNorm: NormRule;
  /** Null for the default: recovery, or the change if recovery is not defined. */
  readonly value: PathValue | null;
  readonly scale: ScaleName;
  /** The head whose edges are drawn of all edges; null for the receiver of the strongest one. */
  readonly focus: EdgeFocus | null;
}

const VALUES: Readonly<Record<string, PathValue>> = { recovery: 'recovery', change: 'change', value: 'raw' };

/** What the address says of a run; its first direction is the default. */
export interface PathDefaults {
  readonly directions: readonly Direction[];
  readonly model: ModelHeads;
}

/**
 * Reads `?to=L9H9_L9H6.q~L7H3&direction=noising&metric=prob&mlps=frozen&norm=frozen&view=change&scale=PuOr&edges=to:L9H9`; invalid parts are
 * ignored.
 */
export function readPathState(search: URLSearchParams, { directions, model }: PathDefaults): PathState {
  const scale = search.get('scale') ?? '';
  const view = search.get('view') ?? '';
  return {
    steps: readPath(search.get('to') ?? '', model),
    direction: DIRECTIONS.find((one) => one.toLowerCase() === search.get('direction')) ?? directions[0]!,
    metric: METRICS.find((one) => one.toLowerCase() === search.get('metric')) ?? DEFAULT_METRIC,
    mlps: search.get('mlps') === 'frozen' ? 'FROZEN' : 'RECOMPUTED',
    layerNorm: search.get('norm') === 'frozen' ? 'FROZEN' : 'RECOMPUTED',
    value: Object.hasOwn(VALUES, view) ? VALUES[view]! : null,
    scale: Object.hasOwn(SCALES, scale) ? (scale as ScaleName) : 'RdBu',
    focus: readFocus(search.get('edges') ?? '', model),
  };
}

/**
 * Writes the view; defaults are left out.
 *
 * @param others the query of the address; its other parameters are kept.
 */
export function writePathState(state: PathState, { directions }: PathDefaults, others = ''): string {
  const { steps, direction, metric, mlps, layerNorm, value, scale, focus } = state;
  const search = new URLSearchParams(others);
  const set = (name: string, text: string, usual: string): void =>
    text === usual ? search.delete(name) : search.set(name, text);
  set('to', writePath(steps), '');
  set('direction', direction.toLowerCase(), directions[0]!.toLowerCase());
  set('metric', metric.toLowerCase(), DEFAULT_METRIC.toLowerCase());
  set('mlps', mlps.toLowerCase(), 'recomputed');
  set('norm', layerNorm.toLowerCase(), 'recomputed');
  set('view', value === 'raw' ? 'value' : (value ?? ''), '');
  set('scale', scale, 'RdBu');
  set('edges', focus ? writeFocus(focus) : '', '');
  return search.toString();
}
