/** The view of the causal tracing page as part of the address. */
import { MAX_NOISE_SAMPLES } from '../../domain/limits';

/** What takes the place of the clean run as base run. */
export type Corruption = 'noise' | 'prompt';

/** What a heatmap shows of each window. */
export const TRACING_VALUES = {
  recovery: 'Recovery',
  change: 'Change',
  sum: 'Sum of single layers',
  interaction: 'Interaction',
} as const;
export type TracingValue = keyof typeof TRACING_VALUES;

export interface TracingState {
  readonly corruption: Corruption;
  /** Positions with noise; null where the prompts of a pair differ. */
  readonly positions: readonly number[] | null;
  /** Standard deviation, as a multiple of that of the token embedding. */
  readonly std: number;
  readonly samples: number;
  readonly seed: number;
  /** Neighbouring layers that are patched together. */
  readonly layers: number;
  readonly value: TracingValue;
  /** Whether the trace has been asked for. */
  readonly isStarted: boolean;
}

interface Sizes {
  readonly layers: number;
  /** Tokens of each prompt. */
  readonly length: number;
}

const USUAL = { std: 3, samples: 10, seed: 0, layers: 1 } as const;

/** Reads `?corrupt=prompt&at=3,4&std=3&samples=10&seed=1&layers=3&show=sum&trace=1`; invalid parts are ignored. */
export function readTracingState(search: URLSearchParams, sizes: Sizes): TracingState {
  const read = (name: keyof typeof USUAL, most: number, least = 1): number => {
    const text = search.get(name) ?? '';
    const value = /^\d{1,9}(?:\.\d{1,3})?$/.test(text) ? Number(text) : NaN;
    const isWhole = name === 'std' || Number.isInteger(value);
    return isWhole && value >= least && value <= most ? value : USUAL[name];
  };
  const layers = read('layers', sizes.layers);
  const show = search.get('show') ?? '';
  const value = Object.hasOwn(TRACING_VALUES, show) ? (show as TracingValue) : 'recovery';
  // A window of one layer is its own sum.
  const isOfWindows = value === 'sum' || value === 'interaction';
  return {
    corruption: search.get('corrupt') === 'prompt' ? 'prompt' : 'noise',
    positions: readPositions(search.get('at') ?? '', sizes.length),
    std: read('std', 100, 0.001),
    samples: read('samples', MAX_NOISE_SAMPLES),
    seed: read('seed', 999_999_999, 0),
    layers,
    value: isOfWindows && layers === 1 ? 'recovery' : value,
    isStarted: search.get('trace') === '1',
  };
}

/**
 * Writes the view; defaults are left out.
 *
 * @param others the query of the address; its other parameters are kept.
 */
export function writeTracingState(state: TracingState, others = ''): string {
  const search = new URLSearchParams(others);
  const set = (name: string, text: string | null): void =>
    text === null ? search.delete(name) : search.set(name, text);
  set('corrupt', state.corruption === 'noise' ? null : state.corruption);
  set('at', state.positions && state.positions.join(','));
  for (const name of ['std', 'samples', 'seed', 'layers'] as const)
    set(name, state[name] === USUAL[name] ? null : String(state[name]));
  set('show', state.value === 'recovery' ? null : state.value);
  set('trace', state.isStarted ? '1' : null);
  return search.toString();
}

/** Reads `3,4`; null for a text that names no positions of the prompts. */
export function readPositions(text: string, length: number): readonly number[] | null {
  if (!/^\d{1,4}(?:\s*,\s*\d{1,4})*$/.test(text.trim())) return null;
  const positions = [...new Set(text.split(',').map(Number))];
  return positions.every((at) => at < length) ? positions.toSorted((a, b) => a - b) : null;
}
