/**
 * Decodes stored text: JSON columns and columns with a fixed set of words. Nothing else parses them.
 *
 * A value that does not fit its column names the column in its error, instead of failing later as a TypeError.
 */
import { z } from 'zod';
import type { Grid } from '../../domain/cell';
import { VERDICTS } from '../../domain/claim/verdicts';
import { DIRECTIONS } from '../../domain/effect';
import { SET_RULES } from '../../domain/experiment';
import { LEFT_OUT_REASONS } from '../../domain/pair-filter';
import { UNUSABLE_REASONS } from '../../domain/unusable-pairs';
import { METRIC_IDS } from '../../domain/metrics';
import { RUN_STATUSES } from '../../domain/run-status';
import { PATCH_SITES, type PatchSite } from '../../domain/patch-sites';
import { AXIS_NAMES, SWEEP_KINDS } from '../../domain/sites';
import type { SweepKind } from '../../domain/sites';
import { VISIBILITIES } from '../../domain/visibility';
import { AppError } from '../errors';

/** `Table.column`, as in prisma/schema.prisma. */
type ColumnName = `${string}.${string}`;

/**
 * Decodes one column.
 *
 * @throws DATABASE_UNAVAILABLE, naming the column, for a value that is not what the column holds.
 */
export type Decode<T> = (text: string) => T;

/** A column that holds JSON of a given schema. */
export function jsonColumn<T>(column: ColumnName, schema: z.ZodType<T>): Decode<T> {
  return (text) => {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch (error) {
      throw unreadable(column, 'it is not JSON', error);
    }
    return check(column, schema, json);
  };
}

/** A column that holds one of a fixed set of words. */
export function wordColumn<const W extends string>(column: ColumnName, words: readonly W[]): Decode<W> {
  const isWord = (text: string): text is W => words.some((word) => word === text);
  return (text) => {
    if (isWord(text)) return text;
    throw unreadable(column, `'${text}' is none of ${words.join(', ')}`, undefined);
  };
}

function check<T>(column: ColumnName, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const place = issue.path.length === 0 ? '' : `at ${issue.path.join('.')}: `;
  throw unreadable(column, `${place}${issue.message}`, result.error);
}

function unreadable(column: ColumnName, reason: string, cause: unknown): AppError {
  const message =
    `The database holds a value of ${column} that this version cannot read (${reason}). ` +
    'Restore a copy of the database, or delete what it belongs to.';
  return new AppError('DATABASE_UNAVAILABLE', message, { cause, details: { column } });
}

/** A token as stored. */
export const storedToken = z.object({ id: z.number(), text: z.string() });
const tokens = z.array(storedToken);
const prediction = z.object({
  token: storedToken,
  logit: z.number(),
  probability: z.number(),
});
const answer = prediction.extend({ rank: z.number().int() });
const inEachRun = <T extends z.ZodType>(schema: T) =>
  z.object({ base: schema, source: schema, patched: schema });

export const decodeStatus = wordColumn('Run.status', RUN_STATUSES);
/** Who can open a run. */
export const decodeVisibility = wordColumn('Run.visibility', VISIBILITIES);
export const decodeDirection = wordColumn('Run.direction', DIRECTIONS);
/** All directions of a run, the first one first. */
export const decodeDirections = jsonColumn('Run.directions', z.array(z.enum(DIRECTIONS)).nonempty());
/** The metrics that a run was asked for. */
export const decodeMetrics = jsonColumn('Run.metrics', z.array(z.enum(METRIC_IDS)).nonempty());
/** Sweep kinds of a run, in the order in which they are computed. */
export const decodeKinds = jsonColumn('Run.kinds', z.array(z.enum(SWEEP_KINDS)));
/** What was left out of the pairs of a run. */
export const decodePairFilter = jsonColumn(
  'Run.filter',
  z.object({
    minGap: z.number().nullable(),
    onlyRight: z.boolean(),
    dropsOutliers: z.boolean(),
    given: z.number().int().positive(),
    leftOut: z.array(z.object({ reason: z.enum(LEFT_OUT_REASONS), count: z.number().int().positive() })),
  }),
);
/** The counts of the pairs that a run leaves out because the model cannot use them. */
export const decodeUnusable = jsonColumn(
  'Run.unusable',
  z.object({
    given: z.number().int().positive(),
    counts: z.array(z.object({ reason: z.enum(UNUSABLE_REASONS), count: z.number().int().positive() })),
  }),
);
export const decodeUnusableReason = wordColumn('UnusablePair.reason', UNUSABLE_REASONS);
/** When a run of several batches ends early. */
export const decodeStopRule = jsonColumn(
  'Run.stopWhen',
  z.object({
    interval: z.number(),
    sweep: z.enum(SWEEP_KINDS).nullable(),
    minPairs: z.number().int(),
  }),
);
/** Names of the steps of position axes by role. */
export const decodeRoleNames = jsonColumn('Run.roles', z.array(z.string()).nonempty());
const shapeOfSide = {
  roles: z.array(z.array(z.number().int().nonnegative())).optional(),
  unaligned: z.array(z.number().int().nonnegative()).optional(),
};
/** The distinct shapes of the pairs of a run of several batches. */
export const decodePairShapes = jsonColumn(
  'Run.pairShapes',
  z.array(
    z.object({
      length: z.number().int().positive(),
      firstDifference: z.number().int().nonnegative(),
      ...shapeOfSide,
      corrupted: z.object({ length: z.number().int().positive(), ...shapeOfSide }).optional(),
    }),
  ),
);
export const decodeChecks = jsonColumn(
  'Run.checks',
  z.array(
    z.object({
      name: z.enum(['SELF_PATCH', 'FULL_PATCH', 'BEFORE_FIRST_DIFFERENCE', 'SOURCE_ARRIVES']),
      // Older versions checked the first direction only and did not store it.
      direction: z.enum(DIRECTIONS).optional(),
      kind: z.enum(SWEEP_KINDS).optional(),
      maxAbsDifference: z.number(),
      differenceWithoutPatch: z.number().optional(),
      cells: z.number().optional(),
      movedCells: z.number().optional(),
      passed: z.boolean(),
    }),
  ),
);

export const decodeCleanTokens = jsonColumn('PromptPair.cleanTokens', tokens);
export const decodeCorruptedTokens = jsonColumn('PromptPair.corruptedTokens', tokens);

/** The tokens of an answer that is a set. */
const answerSet = z.array(storedToken).min(2);
export const decodeCorrectSet = jsonColumn('PromptPair.correctSet', answerSet);
export const decodeIncorrectSet = jsonColumn('PromptPair.incorrectSet', answerSet);

/** The tokens of an answer that is read as a whole, in order. */
const wholeAnswer = z.array(storedToken).min(1);
export const decodeCorrectWhole = jsonColumn('PromptPair.correctWhole', wholeAnswer);
export const decodeIncorrectWhole = jsonColumn('PromptPair.incorrectWhole', wholeAnswer);
export const decodeRule = wordColumn('PromptPair.rule', SET_RULES);

const positions = z.array(z.number().int().nonnegative()).nonempty();
/** Named token positions of a pair. */
export const decodeRoles = jsonColumn(
  'PromptPair.roles',
  z.array(z.object({ name: z.string(), cleanPositions: positions, corruptedPositions: positions })),
);

/** Aligned positions of a pair whose prompts have different lengths, [clean, corrupted] each. */
export const decodeAlignment = jsonColumn(
  'PromptPair.alignment',
  z.array(z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()])).nonempty(),
);

export const decodeKind = wordColumn('Sweep.kind', SWEEP_KINDS);
export const decodeSweepDirection = wordColumn('Sweep.direction', DIRECTIONS);
export const decodeEdgeDirection = wordColumn('EdgeLayer.direction', DIRECTIONS);
/** Axes after the prompt axis, in the order of the values. */
export const decodeAxes = jsonColumn('Sweep.axes', z.array(z.enum(AXIS_NAMES)));
/** Lengths of the axes. */
export const decodeShape = jsonColumn('Sweep.shape', z.array(z.number().int().positive()));
export const decodeMetric = wordColumn('SweepValue.metric', METRIC_IDS);

export const decodeEffectKind = wordColumn('Effect.kind', SWEEP_KINDS);

/** Most probable next tokens of the base run, the source run and the patched one, and the correct answer in each. */
export const decodePredictions = jsonColumn(
  'PatchedPrediction.rows',
  inEachRun(z.array(prediction)).extend({ correct: inEachRun(answer).optional() }),
);

export const decodeVerdict = wordColumn('ClaimVerdict.verdict', VERDICTS);
export const decodeVerdictDirection = wordColumn('ClaimVerdict.direction', DIRECTIONS);
export const decodeVerdictMetric = wordColumn('ClaimVerdict.metric', METRIC_IDS);
/** REPLICATION: computed again on this server. FRESH: the same on fresh prompts of the family. ELSEWHERE: an imported run of the same experiment. */
export const decodeStance = wordColumn('Evidence.stance', [
  'REPLICATION',
  'FRESH',
  'ELSEWHERE',
  'SUPPORTS',
  'REFUTES',
]);

const index = z.number().int().nonnegative();
/** The sites of a joint patch. */
export const decodeSites = jsonColumn(
  'JointPatch.sites',
  z
    .array(
      z.object({
        site: z.enum(Object.keys(PATCH_SITES) as [PatchSite, ...PatchSite[]]),
        layer: index,
        head: index.nullable(),
        position: index.nullable(),
        src: index.nullable(),
      }),
    )
    .nonempty(),
);
export const decodeJointDirection = wordColumn('JointPatch.direction', DIRECTIONS);
export const decodeJointValue = wordColumn('JointPatch.value', ['SOURCE', 'ZERO', 'MEAN', 'RESAMPLE']);
export const decodeValueFrom = wordColumn('JointPatch.valueFrom', ['CLEAN', 'CORRUPTED']);
export const decodeDonors = jsonColumn('JointPatch.donors', z.array(index.nullable()));
export const decodeDonorRule = wordColumn('JointPatch.donorRule', ['OTHER_PROMPT', 'SAME_ANSWER']);

/** What a sweep patches and over which axes, without its values. */
export interface SweepGrid extends Grid {
  readonly kind: SweepKind;
}

/** The columns of a sweep that its values are read with. @throws DATABASE_UNAVAILABLE */
export function decodeGrid(row: {
  readonly kind: string;
  readonly axes: string;
  readonly shape: string;
}): SweepGrid {
  const grid = { kind: decodeKind(row.kind), axes: decodeAxes(row.axes), shape: decodeShape(row.shape) };
  if (grid.axes.length === grid.shape.length) return grid;
  const reason = `it has ${grid.shape.length} lengths for ${grid.axes.length} axes`;
  throw unreadable('Sweep.shape', reason, undefined);
}
