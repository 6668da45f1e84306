/** The view of the attribution page as part of the address. */
import { READINGS, type Reading } from './shares';

/** What a cell of the logit lens shows beside its most probable token. */
export const LENS_VALUES = {
  logitDiff: { label: 'Logit difference', unit: 'logits' },
  logProb: { label: 'Log-probability', unit: 'nats' },
  rank: { label: 'Rank', unit: '' },
  probability: { label: 'Top probability', unit: '' },
} as const;
export type LensValue = keyof typeof LENS_VALUES;

export interface AttributionState {
  readonly reading: Reading;
  /** Index of the prompt; null for the mean over prompts. */
  readonly prompt: number | null;
  /** The head whose source positions are shown. */
  readonly head: { readonly layer: number; readonly head: number } | null;
  /** The layer of the MLP whose neurons are shown. */
  readonly mlp: number | null;
  readonly lensValue: LensValue;
  readonly includesMid: boolean;
}

interface Sizes {
  readonly prompts: number;
  readonly layers: number;
  readonly heads: number;
}

/** Reads `?run=difference&prompt=2&head=L9H6&mlp=3&lens=rank&mid=1`; invalid parts are ignored. */
export function readAttributionState(search: URLSearchParams, sizes: Sizes): AttributionState {
  const prompt = /^\d{1,3}$/.test(search.get('prompt') ?? '') ? Number(search.get('prompt')) : null;
  const lens = search.get('lens') ?? '';
  return {
    reading: READINGS.find((one) => one === search.get('run')) ?? 'clean',
    prompt: prompt !== null && prompt < sizes.prompts ? prompt : null,
    head: readHead(search.get('head') ?? '', sizes),
    mlp: readMlp(search.get('mlp') ?? '', sizes),
    lensValue: Object.hasOwn(LENS_VALUES, lens) ? (lens as LensValue) : 'logitDiff',
    includesMid: search.get('mid') === '1',
  };
}

/**
 * Writes the view; defaults are left out.
 *
 * @param others the query of the address; its other parameters are kept.
 */
export function writeAttributionState(state: AttributionState, others = ''): string {
  const { reading, prompt, head, mlp, lensValue, includesMid } = state;
  const search = new URLSearchParams(others);
  const set = (name: string, text: string | null): void =>
    text === null ? search.delete(name) : search.set(name, text);
  set('run', reading === 'clean' ? null : reading);
  set('prompt', prompt === null ? null : String(prompt));
  set('head', head && `L${head.layer}H${head.head}`);
  set('mlp', mlp === null ? null : String(mlp));
  set('lens', lensValue === 'logitDiff' ? null : lensValue);
  set('mid', includesMid ? '1' : null);
  return search.toString();
}

function readHead(text: string, { layers, heads }: Sizes): AttributionState['head'] {
  const [, layer, head] = /^L(\d{1,3})H(\d{1,3})$/.exec(text) ?? [];
  if (layer === undefined || Number(layer) >= layers || Number(head) >= heads) return null;
  return { layer: Number(layer), head: Number(head) };
}

function readMlp(text: string, { layers }: Sizes): number | null {
  return /^\d{1,3}$/.test(text) && Number(text) < layers ? Number(text) : null;
}
