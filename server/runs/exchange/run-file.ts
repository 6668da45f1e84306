/**
 * The file of an exported run, as a schema. The published JSON schema is derived from it; read-run-file.ts checks what a schema
 * cannot say: the digest, and that shapes, values and derived numbers agree.
 *
 * Optional fields are derived from the others. They are checked where they are present.
 */
import { z } from 'zod';
import { RUN_FORMAT, RUN_VERSION, SCHEMA_PATHS } from '../../../domain/exchange/formats';
import { SET_RULES } from '../../../domain/experiment';
import {
  MAX_ANSWER_TOKENS,
  MAX_WHOLE_TOKENS,
  MAX_CIRCUIT_NAME,
  MAX_JOINT_PATCHES,
  MAX_JOINT_SITES,
  MAX_NOTES,
  MAX_PAIRS,
  MAX_ROLE_NAME,
  MAX_ROLE_TOKENS,
  MAX_ROLES,
  MAX_STORED_CIRCUITS,
} from '../../../domain/limits';
import { PATCH_SITES, type PatchSite } from '../../../domain/patch-sites';
import { AXIS_NAMES, SWEEP_KINDS } from '../../../domain/sites';
import {
  MAX_TEXT,
  text,
  index,
  side,
  direction,
  metric,
  sha256,
  moment,
  word,
  prompts,
  digestField,
  schemaField,
  floats,
  token,
  tokenId,
} from './file-fields';
import { leftOutField } from './left-out';
import { circuitResults, circuitEdge, circuitNode } from '../circuits/results-schema';

/** Longest title: one that is derived from the prompts may be longer than one that is given. */
const MAX_TITLE = 1000;

const rolePositions = z.array(index).min(1).max(MAX_ROLE_TOKENS);
const role = z.strictObject({
  name: z.string().min(1).max(MAX_ROLE_NAME),
  cleanPositions: rolePositions,
  corruptedPositions: rolePositions,
});

const pair = z.strictObject({
  index,
  clean: text,
  corrupted: text,
  correct: text,
  incorrect: text,
  correctSet: z.array(text).min(2).max(MAX_ANSWER_TOKENS).nullable(),
  incorrectSet: z.array(text).min(2).max(MAX_ANSWER_TOKENS).nullable(),
  rule: z.enum(SET_RULES),
  cleanTokens: z.array(token).min(1).max(MAX_TEXT).describe('Tokens of the clean prompt, with BOS.'),
  corruptedTokens: z.array(token).min(1).max(MAX_TEXT).describe('Tokens of the corrupted prompt, with BOS.'),
  correctToken: tokenId.optional(),
  incorrectToken: tokenId.optional(),
  correctTokens: z.array(tokenId).min(1).max(MAX_ANSWER_TOKENS),
  incorrectTokens: z.array(tokenId).min(1).max(MAX_ANSWER_TOKENS),
  differingPositions: z.array(index).optional(),
  whole: z
    .strictObject({
      correct: z.array(token).min(1).max(MAX_WHOLE_TOKENS),
      incorrect: z.array(token).min(1).max(MAX_WHOLE_TOKENS),
    })
    .optional()
    .describe(
      'The tokens of both answers, in order, when one of them has several and they are read as a whole; correctTokens and incorrectTokens are then the first ones.',
    ),
  roles: z
    .array(role)
    .max(MAX_ROLES + 1)
    .optional()
    .describe('Names of token positions; END is the last one.'),
  alignment: z
    .array(z.strictObject({ clean: index, corrupted: index }))
    .min(1)
    .max(MAX_TEXT)
    .nullable()
    .optional()
    .describe(
      'Which positions of prompts with different numbers of tokens stand for each other, ascending; null for the same number.',
    ),
});

const computedBy = z.strictObject({
  modelSha256: sha256,
  modelDigest: sha256,
  engine: word,
  runtime: word,
  provider: word,
});

const check = z.strictObject({
  name: z.enum(['SELF_PATCH', 'FULL_PATCH', 'BEFORE_FIRST_DIFFERENCE', 'SOURCE_ARRIVES']),
  direction,
  kind: z.enum(SWEEP_KINDS).nullable(),
  maxAbsDifference: z.number(),
  differenceWithoutPatch: z.number().nullable(),
  cells: index.nullable(),
  movedCells: index.nullable(),
  passed: z.boolean(),
});

const provenance = z.strictObject({
  modelSha256: sha256.describe('sha256 of the weights.'),
  engine: word.describe('Version of the engine, or of the program that computed the run.'),
  runtime: word,
  provider: word,
  elapsedMs: z.number().nonnegative(),
  checks: z.array(check).max(1000),
});

const baseline = z.strictObject({
  clean: z.number(),
  corrupted: z.number(),
  gapTooSmall: z.boolean(),
  gapMean: z.number(),
  gapStandardError: z.number().nullable(),
  pairsWithRightSign: index,
  verdict: z.enum(['OK', 'WEAK', 'ABSENT']),
  cannotNormalise: text.nullable(),
  perPrompt: z.array(z.strictObject({ clean: z.number(), corrupted: z.number(), gapTooSmall: z.boolean() })),
});

const unpatched = z.strictObject({
  direction,
  metric,
  clean: z.array(z.number()).max(MAX_PAIRS),
  corrupted: z.array(z.number()).max(MAX_PAIRS),
});

const sweep = z.strictObject({
  kind: z.enum(SWEEP_KINDS),
  direction,
  axes: z.array(z.strictObject({ name: z.enum(AXIS_NAMES), labels: z.array(text).optional() })).max(5),
  shape: z.array(index).max(5),
  metric,
  unit: word.optional(),
  mean: z.array(z.number()).optional().describe('Mean over prompts, row-major in shape.'),
  computed: z
    .strictObject({
      dtype: z.literal('uint8'),
      encoding: z.literal('base64'),
      shape: z.array(index).max(5),
      data: z.string(),
    })
    .optional()
    .describe('One byte for each cell; 0 where it equals the base run by causality.'),
  perPrompt: floats,
});

const sweepProvenance = z.strictObject({
  kind: z.enum(SWEEP_KINDS),
  direction,
  elapsedMs: z.number().nonnegative(),
  computedBy: computedBy.nullable(),
});

const edges = z.strictObject({
  direction,
  elapsedMs: z.number().nonnegative(),
  layers: z.array(
    z.strictObject({
      layer: z.int().positive().describe('Layer of the receivers.'),
      values: z.array(z.strictObject({ metric, perPrompt: floats })).min(1),
    }),
  ),
});

const effect = z.strictObject({ change: z.number(), recovery: z.number().nullable() });
const jointPatch = z.strictObject({
  title: z.string().max(MAX_TITLE),
  createdAt: moment,
  controlOf: index.nullable().describe('Index of the joint patch in this list whose control it is.'),
  direction,
  value: z.enum(['SOURCE', 'ZERO', 'MEAN', 'RESAMPLE']),
  valueFrom: side.nullable(),
  acrossPositions: z.boolean(),
  donors: z.array(index.nullable()).max(MAX_PAIRS).nullable(),
  donorRule: z.enum(['OTHER_PROMPT', 'SAME_ANSWER']).nullable(),
  seed: z.int().nullable(),
  engine: word,
  provider: word,
  sites: z
    .array(
      z.strictObject({
        site: z.enum(Object.keys(PATCH_SITES) as [PatchSite, ...PatchSite[]]),
        layer: index,
        head: index.nullable(),
        position: index.nullable(),
        src: index.nullable(),
        label: text.optional(),
      }),
    )
    .min(1)
    .max(MAX_JOINT_SITES),
  results: z
    .array(
      z.strictObject({
        metric,
        unit: word.optional(),
        base: prompts,
        source: prompts,
        patched: prompts,
        singles: z.array(prompts).max(MAX_JOINT_SITES),
        mean: z.strictObject({ effect, sumOfSingles: effect, interaction: effect }).nullable().optional(),
      }),
    )
    .min(1),
});

const circuit = z.strictObject({
  name: z.string().min(1).max(MAX_CIRCUIT_NAME),
  createdAt: moment,
  nodes: z.array(circuitNode),
  edges: z.array(circuitEdge),
  choices: z.strictObject({
    members: z.enum(['NODES', 'EDGES']),
    on: side,
    direction,
    scope: z.enum(['HEADS_AND_MLPS', 'HEADS']),
    value: z.enum(['SOURCE', 'ZERO', 'MEAN', 'RESAMPLE']),
    valueFrom: side.nullable(),
    acrossPositions: z.boolean(),
    donors: z.array(index).max(MAX_PAIRS).nullable(),
    metric,
  }),
  results: circuitResults,
});

export const runFile = z
  .strictObject({
    $schema: schemaField(SCHEMA_PATHS[RUN_FORMAT]),
    format: z.literal(RUN_FORMAT),
    version: z.literal(RUN_VERSION),
    about: text.optional(),
    digest: digestField,
    id: word.describe('On the server, or in the program, that wrote the file.'),
    title: z.string().max(MAX_TITLE),
    notes: z.string().max(MAX_NOTES).nullable(),
    tags: z.array(z.string()).optional().describe('Left out by a run without tags.'),
    createdAt: moment,
    imported: z
      .strictObject({ at: moment, runId: word, createdAt: moment, digest: digestField })
      .nullable()
      .describe(
        'Where the run came from, when it was imported before it was exported. Null for a run that was computed.',
      ),
    direction,
    directions: z.array(direction).min(1).max(2),
    metrics: z.array(metric).min(1).describe('The metrics that were asked for, the first one first.'),
    sweepKinds: z.array(z.enum(SWEEP_KINDS)).min(1),
    roles: z
      .array(z.string().min(1).max(MAX_ROLE_NAME))
      .max(MAX_ROLES + 1)
      .optional()
      .describe('The steps of position axes by role, in their order. Empty or left out: positions by index.'),
    prependBos: z.boolean(),
    model: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'letters, digits, dots, hyphens and underscores')
      .describe('Name of its directory.'),
    modelSizes: z.strictObject({
      layers: z.int().positive().max(200),
      heads: z.int().positive().max(200),
      dModel: z.int().positive(),
      dVocab: z.int().positive(),
      context: z.int().positive(),
      parameters: z.int().positive(),
    }),
    modelDigest: sha256
      .nullable()
      .describe('sha256 of the output of `sha256sum config.json model.safetensors tokenizer.json`.'),
    pairs: z.array(pair).min(1).max(MAX_PAIRS),
    leftOut: leftOutField.optional(),
    baseline: baseline.nullable().optional(),
    provenance,
    unpatched: z.array(unpatched),
    sweeps: z.array(sweep).min(1),
    sweepProvenance: z.array(sweepProvenance).optional(),
    edges: z.array(edges).max(2),
    jointPatches: z.array(jointPatch).max(MAX_JOINT_PATCHES),
    circuits: z.array(circuit).max(MAX_STORED_CIRCUITS),
  })
  .meta({ title: 'Patchbay run', description: 'An exported run of activation patching.' });

/** A run's file that conforms to the schema. */
export type RunFile = z.infer<typeof runFile>;
export type FilePair = RunFile['pairs'][number];
