/** The file of an exported finding, as a schema. It has no values: those are in the files of its runs. */
import { z } from 'zod';
import { VERDICTS } from '../../../domain/claim/verdicts';
import { DIRECTIONS } from '../../../domain/effect';
import { FINDING_FORMAT, FINDING_VERSION, SCHEMA_PATHS } from '../../../domain/exchange/formats';
import {
  MAX_CLAIM_LENGTH,
  MAX_CLAIMS,
  MAX_EVIDENCE,
  MAX_EVIDENCE_NOTE,
  MAX_FINDING_TITLE,
  MAX_SUMMARY,
  MAX_TAG,
  MAX_TAGS,
} from '../../../domain/limits';
import { METRIC_IDS } from '../../../domain/metrics';
import { digestField, schemaField } from './file-fields';

const word = z.string().min(1).max(1000);
const moment = z.iso.datetime();
/** Metrics as the API writes them. */
const metric = z.enum(METRIC_IDS.map((id) => id.toUpperCase()) as [string, ...string[]]);

const person = z.strictObject({ id: word, name: word });
const provenance = z
  .strictObject({ modelSha256: word, engine: word, runtime: word, provider: word })
  .nullable();
const run = z.strictObject({
  id: word,
  title: z.string().max(1000),
  model: z.strictObject({ id: word }),
  provenance,
});

const verdict = z.strictObject({
  runId: word,
  verdict: z.enum(VERDICTS),
  value: z.number().nullable(),
  low: z.number().nullable().describe('Of the 95% interval over prompts; null where there is none.'),
  high: z.number().nullable(),
  error: z.strictObject({ message: z.string(), at: z.int() }).nullable(),
  cell: word.nullable().describe('The cell that the claim is about, as in addresses: HEAD_Z:9:9.'),
  direction: z.enum(DIRECTIONS).nullable(),
  metric: metric.nullable(),
});

const evidence = z.strictObject({
  id: word,
  createdAt: moment,
  isReplication: z.boolean(),
  isFresh: z
    .boolean()
    .optional()
    .describe(
      'Whether the run is on fresh prompts of the family of the finding’s prompt set. Left out: it is not.',
    ),
  isElsewhere: z.boolean().describe('Whether the run was imported: its numbers were computed elsewhere.'),
  stance: z.enum(['SUPPORTS', 'REFUTES', 'REPLICATES']).nullable(),
  note: z.string().max(MAX_EVIDENCE_NOTE).nullable(),
  author: person,
  run: run.extend({
    status: word,
    freshSeed: z.int().nullable().optional().describe('Seed of fresh prompts; null for others.'),
  }),
  isJudged: z.boolean(),
  comparison: z
    .strictObject({
      isSame: z.boolean(),
      metrics: z.array(z.strictObject({ metric, difference: z.number().nullable(), tolerance: z.number() })),
    })
    .nullable(),
  response: z.string().max(MAX_EVIDENCE_NOTE).nullable(),
  respondedAt: moment.nullable(),
});

export const findingFile = z
  .strictObject({
    $schema: schemaField(SCHEMA_PATHS[FINDING_FORMAT]),
    format: z.literal(FINDING_FORMAT),
    version: z.literal(FINDING_VERSION),
    about: z.string().optional(),
    digest: digestField,
    id: word,
    slug: word.describe('Last part of its address on the server that wrote the file.'),
    address: z.url().describe('Of the version of the finding that the file is of.'),
    findingVersion: z.int().positive(),
    title: z.string().max(MAX_FINDING_TITLE),
    summary: z.string().max(MAX_SUMMARY).describe('Markdown.'),
    tags: z.array(z.string().max(MAX_TAG)).max(MAX_TAGS),
    createdAt: moment,
    editedAt: moment.nullable(),
    author: person,
    run,
    claims: z
      .array(
        z.strictObject({
          id: word,
          text: z.string().max(MAX_CLAIM_LENGTH),
          verdicts: z.array(verdict).max(MAX_EVIDENCE + 1),
        }),
      )
      .max(MAX_CLAIMS),
    evidence: z.array(evidence).max(MAX_EVIDENCE),
  })
  .meta({
    title: 'Patchbay finding',
    description: 'An exported finding: its text, claims, verdicts and evidence.',
  });

/** A finding's file that conforms to the schema. */
export type FindingFile = z.infer<typeof findingFile>;
