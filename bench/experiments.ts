/** Experiments on the bundled model, as many different ones as a benchmark needs. */
import type { PairInput } from '../server/runs/submit/validate-pairs';
import { pairsFromFormats } from '../domain/presets';
import type { SweepKind } from '../server/engine/api';
import { NOTEBOOK } from './sets';

export interface ExperimentInput {
  readonly model: string;
  readonly pairs: readonly PairInput[];
  readonly sweeps: readonly SweepKind[];
  /** Public: the measurements read runs as visitors. */
  readonly visibility: 'PUBLIC';
}

const MODEL = 'patchbay-mini';
const LARGEST_TOKENS = 128;
const NAMES = ['John', 'Mary', 'Tom', 'James', 'Dan', 'Sid', 'Martin', 'Amy', 'Sarah', 'David'];
const PAIRS = NAMES.flatMap((first, at) =>
  NAMES.slice(at + 1).map((second): [string, string] => [` ${first}`, ` ${second}`]),
);
const FORMATS = [
  'When{first} and{second} went to the shops, {} gave the bag to',
  'When{first} and{second} went to the park, {} gave the ball to',
  'When{first} and{second} went to the shops, {} gave an apple to',
  'After{first} and{second} went to the park, {} gave a drink to',
];

/** The notebook's formats with different names for each `index`: eight pairs of 16 tokens, the notebook's sweeps. */
export function smallExperiment(index: number): ExperimentInput {
  const names = FORMATS.map(
    (_, at) => PAIRS[(index + at * (7 + Math.floor(index / PAIRS.length))) % PAIRS.length]!,
  );
  const formats = FORMATS.map((format, at) =>
    format.replace('{first}', names[at]![0]).replace('{second}', names[at]![1]),
  );
  return {
    model: MODEL,
    pairs: pairsFromFormats(formats, names),
    sweeps: NOTEBOOK.kinds,
    visibility: 'PUBLIC',
  };
}

/**
 * The largest experiment that the form accepts: 64 pairs that fill the model's 128 positions and differ from the first word
 * on.
 */
export function largestExperiment(): ExperimentInput {
  // The other tokens are BOS, the name, ' went', ' to', the object and the last ' to'.
  const filler = ' the'.repeat(LARGEST_TOKENS - 6);
  const pairs = Array.from({ length: 64 }, (_, index): PairInput => {
    const [first, second] = PAIRS[index % PAIRS.length]!;
    const object = index < PAIRS.length ? 'bag' : 'ball';
    const prompt = (name: string): string => `${name} went to${filler} ${object} to`;
    return { clean: prompt(second), corrupted: prompt(first), correct: first, incorrect: second };
  });
  return { model: MODEL, pairs, sweeps: NOTEBOOK.kinds, visibility: 'PUBLIC' };
}
