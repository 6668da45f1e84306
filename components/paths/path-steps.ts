/** The steps of a path: from the logits to receivers, and from those to earlier heads. */
import { formatHead } from '../../domain/cell';
import type { EdgeInput } from '../../domain/edges';

export const INPUT_NAMES = { q: 'queries', k: 'keys', v: 'values' } as const satisfies Record<
  EdgeInput,
  string
>;

export interface Head {
  readonly layer: number;
  readonly head: number;
}

/** Receivers, which are patched together. */
export interface PathStep {
  readonly heads: readonly Head[];
  /** The input on which the next step acts; null for the last step, of which all three are shown. */
  readonly input: EdgeInput | null;
}

/** Sizes of a model that heads must fit. */
export interface ModelHeads {
  readonly layers: number;
  readonly heads: number;
}

/** `L9H9, L9H6`. */
export function formatHeads(heads: readonly Head[]): string {
  return heads.map(({ layer, head }) => formatHead(layer, head)).join(', ');
}

/** `L9H9, L9H6 q`: a step in the chain. */
export function formatStep({ heads, input }: PathStep): string {
  return input === null ? formatHeads(heads) : `${formatHeads(heads)} ${input}`;
}

/** `logits <- L9H9 q <- L7H3`. */
export function formatChain(steps: readonly PathStep[]): string {
  return ['logits', ...steps.map(formatStep)].join(' <- ');
}

/** Adds a step: heads that act on an input of the last step, or on the logits. */
export function extendPath(
  steps: readonly PathStep[],
  input: EdgeInput | null,
  heads: readonly Head[],
): PathStep[] {
  const last = steps.at(-1);
  return [...steps.slice(0, -1), ...(last ? [{ ...last, input }] : []), { heads, input: null }];
}

/** The path up to a step, which becomes the last one. @param count steps that stay; 0 for the path to the logits. */
export function cutPath(steps: readonly PathStep[], count: number): PathStep[] {
  return steps.slice(0, count).map((step, at) => (at === count - 1 ? { ...step, input: null } : step));
}

/** `L9H9_L9H6.q~L7H3`, as in the address of the page; empty without a step. */
export function writePath(steps: readonly PathStep[]): string {
  return steps
    .map(({ heads, input }) => {
      const names = heads.map(({ layer, head }) => formatHead(layer, head)).join('_');
      return input === null ? names : `${names}.${input}`;
    })
    .join('~');
}

/** The reverse of `writePath`. Steps from the first invalid one on are ignored: one that names a head that is not there. */
export function readPath(text: string, model: ModelHeads): PathStep[] {
  const steps: PathStep[] = [];
  for (const part of text === '' ? [] : text.split('~')) {
    const [, names, input = null] =
      /^(L\d{1,3}H\d{1,3}(?:_L\d{1,3}H\d{1,3})*)(?:\.([qkv]))?$/.exec(part) ?? [];
    if (names === undefined) break;
    const heads = names.split('_').map((name) => {
      const [layer, head] = name.slice(1).split('H').map(Number);
      return { layer: layer!, head: head! };
    });
    const isThere = ({ layer, head }: Head): boolean => layer < model.layers && head < model.heads;
    if (!heads.every(isThere) || new Set(names.split('_')).size < heads.length) break;
    steps.push({ heads, input: input as EdgeInput | null });
    if (input === null) break;
  }
  return cutPath(steps, steps.length);
}

/** Heads whose output the receivers can read: those before the deepest receiver; all of them on the path to the logits. */
export function listSenders(receivers: readonly Head[], { layers, heads }: ModelHeads): Head[] {
  const end = receivers.length === 0 ? layers : Math.max(...receivers.map(({ layer }) => layer));
  return Array.from({ length: end * heads }, (_, index) => ({
    layer: Math.floor(index / heads),
    head: index % heads,
  }));
}
