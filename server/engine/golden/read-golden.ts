/** Reads the golden arrays that models/reference/make_golden.py computed with TransformerLens. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { countCells } from '../../../domain/cell';
import type { Direction, Experiment, SweepKind, TokenPair } from '../api';
import type { Architecture } from '../models/architecture';
import type { SeededShape } from './seeded-weights';

export type GoldenCase = 'odd-shape' | 'gpt2-small-shape' | 'patchbay-mini' | 'wide-heads' | 'narrow-heads';

/** One experiment with what TransformerLens computed for it. */
export interface GoldenSet {
  readonly name: string;
  readonly pairs: readonly (TokenPair & { readonly texts?: Readonly<Record<keyof TokenPair, string>> })[];
  /** Logit differences of the unpatched runs, [prompt]. */
  readonly baseline: { readonly clean: Float32Array; readonly corrupted: Float32Array };
  readonly sweeps: readonly GoldenSweep[];
  /** The ten most probable tokens after each clean prompt. */
  readonly top10: readonly {
    readonly ids: readonly number[];
    readonly logits: Float32Array;
    readonly probabilities: Float32Array;
  }[];
  /** The layer that the activations below are of. */
  readonly layer: number;
  /** Mean over clean prompts, [head, dest, src]. */
  readonly pattern: Float32Array;
  /** Of the first clean prompt: [position, dModel], [position, head, dHead] twice. */
  readonly residPre: Float32Array;
  readonly v: Float32Array;
  readonly z: Float32Array;
  /** attn.hook_q and attn.hook_k, likewise; of seeded architectures only. */
  readonly q?: Float32Array;
  readonly k?: Float32Array;
}

export interface GoldenSweep {
  readonly direction: Direction;
  readonly kind: SweepKind;
  readonly shape: readonly number[];
  /** Row-major indices of the cells that were computed; null for all of them. */
  readonly cells: readonly number[] | null;
  /** Raw logit differences, [prompt, cell]. */
  readonly values: Float32Array;
}

/** Sizes as models/reference/architectures.py has them. */
export type SeededArchitecture = Pick<
  Architecture,
  'layers' | 'heads' | 'dHead' | 'dModel' | 'dMlp' | 'dVocab' | 'context'
> & { readonly epsilon: number };

export interface Golden {
  readonly versions: Readonly<Record<string, string>>;
  /** Shape and seed of seeded weights; null for a model with files of its own. */
  readonly shape: SeededShape | null;
  readonly seed: number | null;
  /** Sizes of a model that is made of seeded weights without files. */
  readonly architecture?: SeededArchitecture | null;
  readonly sets: readonly GoldenSet[];
}

type Stored = Omit<Golden, 'sets'> & { readonly sets: readonly StoredSet[] };
interface StoredSweep {
  readonly shape: readonly number[];
  readonly cells?: readonly number[];
  readonly values: string;
}
interface StoredSet {
  readonly name: string;
  readonly pairs: GoldenSet['pairs'];
  readonly baseline: { readonly clean: string; readonly corrupted: string };
  readonly sweeps: Readonly<Record<string, Readonly<Record<string, StoredSweep>>>>;
  readonly top10: readonly { ids: number[]; logits: string; probabilities: string }[];
  readonly layer: number;
  readonly pattern: string;
  readonly residPre: string;
  readonly v: string;
  readonly z: string;
  readonly q?: string;
  readonly k?: string;
}

/** Reads one case. */
export async function readGolden(name: GoldenCase): Promise<Golden> {
  const file = path.resolve('models', 'reference', 'golden', `${name}.json`);
  const stored = JSON.parse(await readFile(file, 'utf8')) as Stored;
  return { ...stored, sets: stored.sets.map(unpack) };
}

/** An experiment with the prompt pairs of a set. */
export function createExperiment(model: string, set: GoldenSet, direction: Direction): Experiment {
  const pairs = set.pairs.map(({ clean, corrupted, correct, incorrect }) => ({
    clean,
    corrupted,
    correct,
    incorrect,
  }));
  return { model, direction, pairs };
}

/** Largest accepted |difference| of a logit difference: 1e-5 x max(1, |gap|, |LD|) logits, a bound on float32 noise. */
function computeTolerance(set: GoldenSet, prompt: number, expected: number): number {
  const gap = set.baseline.clean[prompt]! - set.baseline.corrupted[prompt]!;
  return 1e-5 * Math.max(1, Math.abs(gap), Math.abs(expected));
}

/** The largest |difference| of raw logit differences, and the largest as a multiple of the tolerance. */
export function compareSweep(
  set: GoldenSet,
  golden: GoldenSweep,
  values: Float32Array,
): { difference: number; ofTolerated: number } {
  const prompts = set.pairs.length;
  const inSweep = values.length / prompts;
  if (inSweep !== countCells(golden.shape))
    throw new Error(`${values.length} values of ${prompts} prompts, not ${golden.shape.join(' x ')} each`);
  const inGolden = golden.values.length / prompts;
  if (inGolden !== (golden.cells?.length ?? inSweep))
    throw new Error(`${golden.values.length} golden values, not those of ${prompts} prompts`);
  let [difference, ofTolerated] = [0, 0];
  golden.values.forEach((expected, index) => {
    const [prompt, at] = [Math.floor(index / inGolden), index % inGolden];
    const off = Math.abs(values[prompt * inSweep + (golden.cells?.[at] ?? at)]! - expected);
    difference = Math.max(difference, off);
    // NaN must count as wrong.
    ofTolerated = Math.max(
      ofTolerated,
      Number.isNaN(off) ? Infinity : off / computeTolerance(set, prompt, expected),
    );
  });
  return { difference, ofTolerated };
}

function unpack(set: StoredSet): GoldenSet {
  const sweeps = Object.entries(set.sweeps).flatMap(([direction, kinds]) =>
    Object.entries(kinds).map(([kind, { shape, cells = null, values }]) => ({
      direction: direction as Direction,
      kind: kind as SweepKind,
      shape,
      cells,
      values: readFloats(values),
    })),
  );
  const { q, k, ...rest } = set;
  return {
    ...rest,
    sweeps,
    baseline: { clean: readFloats(set.baseline.clean), corrupted: readFloats(set.baseline.corrupted) },
    top10: set.top10.map(({ ids, logits, probabilities }) => ({
      ids,
      logits: readFloats(logits),
      probabilities: readFloats(probabilities),
    })),
    pattern: readFloats(set.pattern),
    residPre: readFloats(set.residPre),
    v: readFloats(set.v),
    z: readFloats(set.z),
    ...(q && k ? { q: readFloats(q), k: readFloats(k) } : {}),
  };
}

/** Little-endian float32 in base64. */
export function readFloats(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  return new Float32Array(new Uint8Array(bytes).buffer);
}
