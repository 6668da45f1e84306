/** The runs whose notebooks are executed: pairs, kinds and joint patches of every form. */
import { DIRECTIONS, type Direction } from '../../domain/effect';
import { METRIC_IDS } from '../../domain/metrics';
import { isByPosition, SWEEP_KINDS, type SweepKind } from '../../domain/sites';
import { PRESETS } from '../../domain/presets';

export interface Experiment {
  readonly name: string;
  readonly pairs: readonly object[];
  readonly kinds: readonly SweepKind[];
  readonly positionsBy: 'INDEX' | 'ROLE';
  readonly directions: readonly Direction[];
  readonly metrics: readonly string[];
  readonly edges: boolean;
  readonly wholeAnswers?: boolean;
  /** Patched together on it. */
  readonly joint: { readonly sites: readonly object[]; readonly values: readonly object[] };
}

/** Sites of every form. */
const JOINT_SITES = [
  { site: 'Z', layer: 1, head: 2 },
  { site: 'K', layer: 2, position: 3 },
  { site: 'PATTERN', layer: 3, head: 0, position: 5, src: 3 },
  { site: 'PATTERN', layer: 2, head: 1 },
  { site: 'RESID_MID', layer: 0, position: 5 },
  { site: 'MLP_OUT', layer: 1 },
];
/** A position is the index of a role: S1, S2, END. */
const SITES_BY_ROLE = [
  { site: 'Z', layer: 1, head: 2 },
  { site: 'PATTERN', layer: 3, head: 0, position: 2, src: 1 },
  { site: 'RESID_MID', layer: 0, position: 1 },
];
/** Patterns of prompts of different lengths do not correspond. */
const SITES_OF_UNEQUAL_PAIRS = [
  { site: 'Z', layer: 1, head: 2 },
  { site: 'RESID_MID', layer: 0, position: 1 },
  { site: 'V', layer: 2, head: 0, position: 0 },
  { site: 'MLP_OUT', layer: 2 },
];
const SITES_WITHOUT_POSITIONS = [
  { site: 'Z', layer: 1, head: 2 },
  { site: 'MLP_OUT', layer: 1 },
];
export const JOINT_VALUES = [
  {},
  { value: 'ZERO' },
  { value: 'MEAN', valueFrom: 'CLEAN' },
  { value: 'RESAMPLE', seed: 1 },
];
/** Of pairs of several lengths; a mean by position, and another pair's prompt, need pairs of one length. */
const VALUES_OF_PATTERNS = [{}, { value: 'ZERO' }];
const VALUES_OF_ANY_LENGTH = [
  ...VALUES_OF_PATTERNS,
  { value: 'MEAN', valueFrom: 'CORRUPTED', acrossPositions: true },
];
/** Answers that are read as a whole take no value of other prompts. */
const VALUES_OF_WHOLE_ANSWERS = [{}, { value: 'ZERO' }];

/** Pairs of two lengths. @param beginning is one token. */
function makePair(beginning: string | null, place: string) {
  const start = beginning === null ? 'When' : `${beginning} when`;
  const shift = beginning === null ? 0 : 1;
  const prompt = (subject: string): string =>
    `${start} Mary and John went to the ${place}, ${subject} gave a drink to`;
  const role = (name: string, position: number) => ({
    name,
    cleanPositions: [position + shift],
    corruptedPositions: [position + shift],
  });
  return {
    clean: prompt('John'),
    corrupted: prompt('Mary'),
    correct: ' Mary',
    incorrect: ' John',
    roles: [role('S1', 4), role('S2', 10)],
  };
}
const PAIRS_OF_TWO_LENGTHS = [
  makePair(null, 'store'),
  makePair('Then', 'park'),
  makePair(null, 'school'),
  makePair('Then', 'store'),
];

/** Prompts of different numbers of tokens, aligned by roles. */
const UNEQUAL_PAIRS = ['store', 'park', 'school'].map((place, index) => {
  const [shorter, longer] = [makePair(null, place), makePair('Then', place)];
  // The longer prompt is the corrupted one, or the clean one.
  const [clean, corrupted] = index === 1 ? [longer, shorter] : [shorter, longer];
  const roles = clean.roles.map(({ name, cleanPositions }, at) => ({
    name,
    cleanPositions,
    corruptedPositions: corrupted.roles[at]!.corruptedPositions,
  }));
  return { ...clean, corrupted: corrupted.corrupted, roles };
});

/** Answers of one token, of several that differ at once, and of several that begin alike. */
const PAIRS_OF_WHOLE_ANSWERS = [
  makePair(null, 'store'),
  { ...makePair(null, 'park'), correct: ' Mary and John', incorrect: ' John' },
  { ...makePair(null, 'school'), correct: ' John and Mary', incorrect: ' John and John' },
];

const DEFAULTS = {
  positionsBy: 'INDEX',
  directions: ['DENOISING'],
  metrics: ['LOGIT_DIFF'],
  edges: false,
  joint: { sites: JOINT_SITES, values: JOINT_VALUES },
} as const;

/** Several pairs and a single one, both directions. Every kind is in one of them; TransformerLens needs minutes for more. */
export const EXPERIMENTS: readonly Experiment[] = [
  {
    ...DEFAULTS,
    name: 'ioi-denoising',
    pairs: presetPairs('ioi'),
    kinds: SWEEP_KINDS.filter((kind) => !isByPosition(kind)),
  },
  {
    ...DEFAULTS,
    name: 'facts-noising',
    pairs: presetPairs('facts'),
    kinds: SWEEP_KINDS,
    directions: ['NOISING'],
  },
  {
    ...DEFAULTS,
    name: 'ioi-both-all-metrics',
    pairs: presetPairs('ioi'),
    kinds: ['RESID_PRE', 'HEAD_Z'],
    directions: DIRECTIONS,
    metrics: METRIC_IDS.map((id) => id.toUpperCase()),
    // A circuit of edges is ranked by them.
    edges: true,
  },
  {
    ...DEFAULTS,
    name: 'by-role-both-all-metrics',
    pairs: PAIRS_OF_TWO_LENGTHS,
    kinds: [
      'RESID_PRE',
      'MLP_OUT',
      'HEAD_Z',
      'HEAD_Q_BY_POS',
      'HEAD_PATTERN_BY_POS',
      'HEAD_PATTERN_DEST_SRC',
    ],
    positionsBy: 'ROLE',
    directions: DIRECTIONS,
    metrics: METRIC_IDS.map((id) => id.toUpperCase()),
    joint: { sites: SITES_BY_ROLE, values: VALUES_OF_PATTERNS },
  },
  {
    ...DEFAULTS,
    name: 'several-lengths',
    pairs: PAIRS_OF_TWO_LENGTHS,
    kinds: ['HEAD_Z', 'HEAD_PATTERN'],
    directions: ['NOISING'],
    joint: { sites: SITES_WITHOUT_POSITIONS, values: VALUES_OF_ANY_LENGTH },
  },
  {
    ...DEFAULTS,
    name: 'whole-answers',
    pairs: PAIRS_OF_WHOLE_ANSWERS,
    wholeAnswers: true,
    kinds: ['RESID_PRE', 'MLP_OUT', 'HEAD_Z', 'HEAD_PATTERN', 'HEAD_V_BY_POS'],
    directions: DIRECTIONS,
    metrics: ['LOGIT_DIFF', 'LOG_PROB', 'PROB', 'PROB_DIFF', 'ACCURACY'],
    joint: { sites: JOINT_SITES, values: VALUES_OF_WHOLE_ANSWERS },
  },
  {
    ...DEFAULTS,
    name: 'by-role-one-length',
    pairs: PAIRS_OF_TWO_LENGTHS.filter((_, index) => index % 2 === 0),
    kinds: ['RESID_MID', 'HEAD_PATTERN_DEST_SRC'],
    positionsBy: 'ROLE',
    joint: { sites: SITES_BY_ROLE, values: JOINT_VALUES },
  },
  {
    ...DEFAULTS,
    name: 'unequal-by-role',
    pairs: UNEQUAL_PAIRS,
    kinds: ['RESID_PRE', 'HEAD_Z', 'HEAD_V_BY_POS'],
    positionsBy: 'ROLE',
    directions: DIRECTIONS,
    metrics: ['LOGIT_DIFF', 'KL_FROM_BASE'],
    joint: { sites: SITES_OF_UNEQUAL_PAIRS, values: VALUES_OF_ANY_LENGTH },
  },
  {
    ...DEFAULTS,
    name: 'unequal-whole-answers',
    pairs: UNEQUAL_PAIRS.map((pair, index) => (index === 0 ? pair : { ...pair, correct: ' Mary and John' })),
    wholeAnswers: true,
    kinds: ['MLP_OUT', 'HEAD_Z', 'HEAD_K_BY_POS'],
    positionsBy: 'ROLE',
    directions: DIRECTIONS,
    metrics: ['LOGIT_DIFF', 'PROB'],
    joint: { sites: SITES_OF_UNEQUAL_PAIRS, values: VALUES_OF_WHOLE_ANSWERS },
  },
];

function presetPairs(wanted: string) {
  return PRESETS.find(({ id }) => id === wanted)!.pairs;
}
