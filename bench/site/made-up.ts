/**
 * Findings as people would have published them: two shapes of model, one to eight prompt pairs, a claim of some hundred
 * words, sweeps with blobs and effects. Every twentieth has all the notebook's sweeps and the attention patterns that its
 * page shows.
 */
import { DEFAULT_METRIC } from '../../domain/metrics';
import type { PromptPair, Prisma } from '../../server/db';
import { siteOfKind } from '../../domain/sites';
import type { Direction, SweepKind } from '../../server/engine/api';
import { measureSweep } from '../../server/engine/patching/plan';
import { makeCard } from '../../server/gallery/make-card';
import { joinSearchText } from '../../server/gallery/search-text';
import { publishedHeads } from '../../server/gallery/published-cells';
import { averageSweep, effectRows } from '../../server/runs/results/effect-rows';
import { mean } from '../../domain/effect';
import { encodeFloats } from '../../server/runs/results/float-bytes';
import type { SweepData } from '../../server/runs/results/sweep-view';
import { NOTEBOOK } from '../sets';
import type { Random } from './random';

interface Shape {
  readonly id: string;
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
}

const MINI: Shape = { id: 'patchbay-mini', layers: 4, heads: 4, dModel: 128 };
const SMALL: Shape = { id: 'gpt2', layers: 12, heads: 12, dModel: 768 };
export const SHAPES = [MINI, SMALL];
/** Ids of authors. */
export const AUTHORS = Array.from({ length: 400 }, (_, at) => `author-${String(at).padStart(4, '0')}`);
const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
/** Heads that findings of the larger shape are mostly about. */
const KNOWN_HEADS = ['9.9', '9.6', '10.0', '10.7', '7.3', '7.9', '8.6', '8.10', '5.5', '3.0'];
const TAGS = [
  'ioi',
  'facts',
  'denoising',
  'noising',
  'induction',
  'name-movers',
  'pronouns',
  'years',
  'replication',
  'attention',
  'mlp',
  'early-layers',
];
const NAMES = [
  'John',
  'Mary',
  'Tom',
  'James',
  'Dan',
  'Sid',
  'Martin',
  'Amy',
  'Sarah',
  'David',
  'Laura',
  'Paul',
];
const PLACES = ['shops', 'park', 'school', 'station', 'garden', 'office'];

/** Words of claims: the first ones are everywhere, the last ones in a few findings. */
const WORDS = makeWords(3000);

export interface MadeFinding {
  readonly run: Prisma.RunCreateManyInput;
  readonly pairs: Prisma.PromptPairCreateManyInput[];
  readonly sweeps: (Prisma.SweepCreateManyInput & { readonly values: Uint8Array<ArrayBuffer> })[];
  readonly effects: Prisma.EffectCreateManyInput[];
  readonly patterns: Prisma.PatternCreateManyInput[];
  readonly finding: Prisma.FindingCreateManyInput;
  readonly tags: Prisma.FindingTagCreateManyInput[];
}

/** Slug of the `index`th finding. */
export const makeSlug = (index: number): string => `finding-${index}`;

/** Whether a finding has every sweep of the notebook. */
export const isNotebook = (index: number): boolean => index % 20 === 0;

export function makeFinding(index: number, random: Random): MadeFinding {
  const hasAll = isNotebook(index);
  const shape = hasAll || random.next() < 0.5 ? SMALL : MINI;
  const runId = `run-${index}`;
  const createdAt = new Date(START + index * MINUTE);
  const ownerId = random.pick(AUTHORS);
  const direction: Direction = random.next() < 0.8 ? 'DENOISING' : 'NOISING';
  const pairs = makePairs(
    runId,
    hasAll ? 8 : 1 + random.index(8),
    !hasAll && random.next() < 0.1 ? 48 : 16,
    random,
  );
  const kinds: readonly SweepKind[] = hasAll ? NOTEBOOK.kinds : ['RESID_PRE', 'HEAD_Z'];
  const sweeps = kinds.map((kind) => makeSweep(kind, shape, pairs, direction, random));
  const [title, summary] = [
    sentence(random, 6),
    Array.from({ length: 8 }, () => sentence(random, 22)).join('. '),
  ];
  const tags = [...new Set([random.pick(TAGS), random.pick(TAGS), random.pick(TAGS)])];
  const baseline = readBaseline(pairs);
  return {
    run: {
      id: runId,
      createdAt,
      ownerId,
      modelId: shape.id,
      direction,
      prependBos: true,
      kinds: JSON.stringify(kinds),
      contentHash: runId,
      status: 'SUCCEEDED',
      visibility: 'PUBLIC',
      fraction: 1,
      startedAt: createdAt,
      finishedAt: createdAt,
      cleanLogitDiff: mean(baseline.clean),
      corruptedLogitDiff: mean(baseline.corrupted),
      modelSha256: 'a'.repeat(64),
      engineVersion: '1',
      runtime: 'onnxruntime-node 1.30.0',
      provider: 'cpu',
      computeMs: 20_000,
      checks: JSON.stringify([{ name: 'SELF_PATCH', maxAbsDifference: 0, passed: true }]),
    },
    pairs: pairs.map(({ id: _given, ...pair }) => pair),
    sweeps: sweeps.map(({ kind, axes, shape: lengths, values }) => ({
      runId,
      kind,
      direction,
      axes: JSON.stringify(axes),
      shape: JSON.stringify(lengths),
      values: encodeFloats(values),
      elapsedMs: 3000,
      flops: 4e11,
    })),
    effects: sweeps.flatMap((sweep) => {
      const means = averageSweep(
        { direction, values: { logit_diff: sweep.values } },
        { byDirection: { [direction]: { logit_diff: baseline } } },
      );
      return effectRows(runId, sweep, means, direction);
    }),
    patterns: hasAll ? makePatterns(runId, sweeps, 16) : [],
    finding: {
      id: `id-${index}`,
      slug: makeSlug(index),
      createdAt,
      runId,
      ownerId,
      title,
      summary,
      card: JSON.stringify(makeCard(sweeps, pairs, [direction])),
      text: joinSearchText({ title, summary, tags }, { author: ownerId, model: shape.id, pairs, claims: [] }),
    },
    tags: tags.map((tag) => ({ findingId: `id-${index}`, tag })),
  };
}

/** Prompts of exactly `positions` tokens, BOS included, that differ in one of them. */
function makePairs(runId: string, count: number, positions: number, random: Random): PromptPair[] {
  return Array.from({ length: count }, (_, index) => {
    const [first, second] = [random.pick(NAMES), random.pick(NAMES)];
    const place = random.pick(PLACES);
    const words = (subject: string): string[] => {
      const last = `When ${first} and ${second} went to the ${place}, ${subject} gave the bag to`.split(' ');
      return [...WORDS.slice(0, positions - 1 - last.length), ...last];
    };
    const tokens = (subject: string): string =>
      JSON.stringify([
        { id: 50256, text: '<|endoftext|>' },
        ...words(subject).map((word, at) => ({ id: tokenId(word), text: at > 0 ? ` ${word}` : word })),
      ]);
    return {
      id: 0,
      runId,
      index,
      clean: words(second).join(' '),
      corrupted: words(first).join(' '),
      correct: ` ${first}`,
      incorrect: ` ${second}`,
      cleanTokens: tokens(second),
      corruptedTokens: tokens(first),
      correctTokenId: tokenId(first),
      incorrectTokenId: tokenId(second),
      correctSet: null,
      incorrectSet: null,
      correctWhole: null,
      incorrectWhole: null,
      rule: 'MEAN',
      roles: null,
      alignment: null,
      batch: null,
      row: null,
      cleanLogitDiff: 2 + 2 * random.next(),
      corruptedLogitDiff: -2 - 2 * random.next(),
    };
  });
}

/** A number for a word; that different words have different ones is enough. */
function tokenId(word: string): number {
  return Array.from(word).reduce((id, letter) => (id * 31 + letter.charCodeAt(0)) % 50_000, 7);
}

/** Noise, and four components that matter. */
function makeSweep(
  kind: SweepKind,
  shape: Shape,
  pairs: readonly PromptPair[],
  direction: Direction,
  random: Random,
): SweepData {
  const { axes } = siteOfKind(kind);
  const positions = (JSON.parse(pairs[0]!.cleanTokens) as unknown[]).length;
  const size = measureSweep(kind, shape, { length: positions });
  const [rows, columns] = [size[0]!, size[1]!];
  const peaks = new Map(
    Array.from({ length: 4 }, () => [choosePeak(kind, rows, columns, random), 1.2 * random.next() - 0.3]),
  );
  const baselines = readBaseline(pairs);
  const values = pairs.flatMap((_, prompt) => {
    const [clean, corrupted] = [baselines.clean[prompt]!, baselines.corrupted[prompt]!];
    const [base, source] = direction === 'DENOISING' ? [corrupted, clean] : [clean, corrupted];
    return Array.from({ length: rows * columns }, (_unused, cell) => {
      const recovery = (peaks.get(cell) ?? 0) + 0.04 * (random.next() - 0.5);
      return base + recovery * (source - base);
    });
  });
  return {
    kind,
    axes,
    shape: size,
    metric: DEFAULT_METRIC,
    values: Float32Array.from(values),
    baselines,
    direction,
  };
}

function choosePeak(kind: SweepKind, rows: number, columns: number, random: Random): number {
  const [layer, head] = random.pick(KNOWN_HEADS).split('.').map(Number);
  const isKnown = siteOfKind(kind).axes.includes('head') && layer! < rows && head! < columns;
  return isKnown ? layer! * columns + head! : random.index(rows * columns);
}

/** Of the heads that the page shows, both sides: each row looks evenly at what came before. */
function makePatterns(
  runId: string,
  sweeps: readonly SweepData[],
  positions: number,
): Prisma.PatternCreateManyInput[] {
  const even = Array.from({ length: positions * positions }, (_, cell) => {
    const [dest, src] = [Math.floor(cell / positions), cell % positions];
    return src <= dest ? 1 / (dest + 1) : 0;
  });
  return publishedHeads([], sweeps).flatMap(({ layer, head }) =>
    ['CLEAN', 'CORRUPTED'].map((side) => ({ runId, layer, head, side, values: encodeFloats(even) })),
  );
}

function readBaseline(pairs: readonly PromptPair[]) {
  return {
    clean: Float32Array.from(pairs, (pair) => pair.cleanLogitDiff!),
    corrupted: Float32Array.from(pairs, (pair) => pair.corruptedLogitDiff!),
  };
}

/** Words by Zipf's law. */
function sentence(random: Random, words: number): string {
  return Array.from({ length: words }, () => WORDS[Math.floor(WORDS.length ** random.next()) - 1]!).join(' ');
}

/** Pronounceable, all different: consonants and vowels as the digits of a number. */
function makeWords(count: number): string[] {
  const syllables = Array.from('bdfgklmnprst').flatMap((consonant) =>
    Array.from('aeiou').map((vowel) => consonant + vowel),
  );
  return Array.from({ length: count }, (_, at) => {
    const [first, second] = [syllables[at % 60]!, syllables[Math.floor(at / 60)]!];
    return `${first}${second}n`;
  });
}
