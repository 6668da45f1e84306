/**
 * The file of the statistics of a run, as a schema: means, standard errors, t and p of every cell, and the prompt pairs. Values of
 * single prompts are in the npz file of the run. The published JSON schema is derived from it.
 */
import { z } from 'zod';
import { DIRECTIONS } from '../../../domain/effect';
import { SCHEMA_PATHS, STATISTICS_FORMAT, STATISTICS_VERSION } from '../../../domain/exchange/formats';
import { METRIC_IDS, type MetricId } from '../../../domain/metrics';
import { AXIS_NAMES, SWEEP_KINDS } from '../../../domain/sites';
import { NORMALISATIONS } from '../../../domain/statistics/normalisation';
import { digestField, schemaField } from './file-fields';

const index = z.int().nonnegative();
const numbers = z
  .array(z.number().nullable())
  .describe('One number for each cell, row-major in shape; null where it is not defined or not finite.');

const statistics = z.strictObject({
  kind: z.enum(SWEEP_KINDS),
  direction: z.enum(DIRECTIONS),
  metric: z.enum(METRIC_IDS as [MetricId, ...MetricId[]]),
  normalisation: z
    .enum(NORMALISATIONS)
    .describe("NONE: mean of value - base, in the metric's unit. RATIO_OF_MEANS: that over the mean gap."),
  axes: z.array(z.enum(AXIS_NAMES)).min(1).max(5),
  shape: z.array(index).min(1).max(5),
  prompts: index.describe('Prompts that are counted.'),
  tested: index.describe('Cells that p is corrected over.'),
  roundingFloor: z
    .number()
    .nullable()
    .describe('Mean effects up to this size are not distinguishable from 0.'),
  count: z.array(index).describe('Prompts that have a value of each cell.'),
  mean: numbers,
  standardError: numbers,
  t: numbers,
  signShare: numbers.describe('Share of prompts whose effect has the sign of the mean.'),
  adjustedP: numbers.describe('p of a two-sided t test against 0 after Benjamini-Hochberg.'),
  significant: z.array(z.union([z.literal(0), z.literal(1)])).describe('1 where adjustedP is at most 0.05.'),
});

export const statisticsFile = z
  .strictObject({
    $schema: schemaField(SCHEMA_PATHS[STATISTICS_FORMAT]),
    format: z.literal(STATISTICS_FORMAT),
    version: z.literal(STATISTICS_VERSION),
    about: z.string().optional(),
    digest: digestField,
    id: z.string(),
    title: z.string(),
    createdAt: z.iso.datetime(),
    model: z.string(),
    modelDigest: z.string().nullable(),
    engine: z.string().nullable(),
    directions: z.array(z.enum(DIRECTIONS)).min(1),
    prependBos: z.boolean(),
    roles: z.array(z.string()).describe('Steps of position axes by role; empty for positions by index.'),
    pairCount: index.describe('Pairs that all numbers are over.'),
    stopWhen: z
      .strictObject({ interval: z.number(), sweep: z.enum(SWEEP_KINDS).nullable(), minPairs: index })
      .nullable(),
    earlyStop: z
      .strictObject({ pairs: index, plannedPairs: index, interval: z.number() })
      .nullable()
      .describe('Of a run that stopped early.'),
    baseline: z
      .strictObject({ clean: z.number(), corrupted: z.number() })
      .describe('Mean logit differences.'),
    statistics: z.array(statistics),
    pairs: z.array(
      z.strictObject({
        clean: z.string(),
        corrupted: z.string(),
        correct: z.array(z.string()).min(1),
        incorrect: z.array(z.string()).min(1),
      }),
    ),
    values: z.literal('npz').describe('Where the values of single prompts are: the npz file of the run.'),
  })
  .describe('Statistics over prompts of a run of Patchbay.');
