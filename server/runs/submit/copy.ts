/** Copies the results of a run to a run of another owner. */
import type { Visibility } from '../../../domain/visibility';
import type { Database, Run } from '../../db';
import { copyJointPatches } from '../joint/copy';
import { storeRunText } from '../manage/run-text';

/** Columns that a copy has in common with the original. */
const COPIED = {
  modelId: true,
  direction: true,
  directions: true,
  metrics: true,
  prependBos: true,
  kinds: true,
  edges: true,
  wholeAnswers: true,
  roles: true,
  contentHash: true,
  batches: true,
  pairCount: true,
  pairShapes: true,
  stopWhen: true,
  plannedPairs: true,
  stopInterval: true,
  status: true,
  fraction: true,
  startedAt: true,
  finishedAt: true,
  cleanLogitDiff: true,
  corruptedLogitDiff: true,
  modelSha256: true,
  modelDigest: true,
  engineVersion: true,
  runtime: true,
  provider: true,
  computeMs: true,
  checks: true,
} as const;

/**
 * Copies a run that succeeded, with its prompts, sweeps, edges, effects and joint patches, to another owner. The copy has the
 * provenance of the original.
 *
 * @param tx a transaction.
 * @param from the run. The copy of a copy refers to the first original.
 */
export async function copyRun(
  tx: Pick<Database, 'run' | 'runText' | 'jointPatch' | '$executeRaw'>,
  from: Run,
  ownerId: string,
  { id, visibility }: { readonly id: string; readonly visibility: Visibility },
): Promise<Run> {
  const shared = await tx.run.findUniqueOrThrow({ where: { id: from.id }, select: COPIED });
  const copy = await tx.run.create({
    data: { ...shared, id, ownerId, visibility, copiedFromId: from.copiedFromId ?? from.id },
  });
  await tx.$executeRaw`
    INSERT INTO "PromptPair" (
      "runId", "index", "clean", "corrupted", "correct", "incorrect", "cleanTokens", "corruptedTokens",
      "correctTokenId", "incorrectTokenId", "correctSet", "incorrectSet", "correctWhole", "incorrectWhole", "rule", "roles", "alignment", "batch", "row",
      "cleanLogitDiff", "corruptedLogitDiff"
    ) SELECT
      ${id}, "index", "clean", "corrupted", "correct", "incorrect", "cleanTokens", "corruptedTokens",
      "correctTokenId", "incorrectTokenId", "correctSet", "incorrectSet", "correctWhole", "incorrectWhole", "rule", "roles", "alignment", "batch", "row",
      "cleanLogitDiff", "corruptedLogitDiff"
    FROM "PromptPair" WHERE "runId" = ${from.id} ORDER BY "id"`;
  await tx.$executeRaw`
    INSERT INTO "Sweep" (
      "runId", "kind", "direction", "axes", "shape", "elapsedMs", "flops", "createdAt",
      "modelSha256", "modelDigest", "engineVersion", "runtime", "provider", "batches"
    ) SELECT
      ${id}, "kind", "direction", "axes", "shape", "elapsedMs", "flops", "createdAt",
      "modelSha256", "modelDigest", "engineVersion", "runtime", "provider", "batches"
    FROM "Sweep" WHERE "runId" = ${from.id} ORDER BY "id"`;
  await tx.$executeRaw`
    INSERT INTO "SweepValue" ("sweepId", "metric", "values")
    SELECT copy."id", stored."metric", stored."values"
    FROM "Sweep" original
    JOIN "Sweep" copy ON copy."runId" = ${id} AND copy."kind" = original."kind" AND copy."direction" = original."direction"
    JOIN "SweepValue" stored ON stored."sweepId" = original."id"
    WHERE original."runId" = ${from.id}`;
  await tx.$executeRaw`
    INSERT INTO "SweepBatch" ("sweepId", "batch", "metric", "values")
    SELECT copy."id", stored."batch", stored."metric", stored."values"
    FROM "Sweep" original
    JOIN "Sweep" copy ON copy."runId" = ${id} AND copy."kind" = original."kind" AND copy."direction" = original."direction"
    JOIN "SweepBatch" stored ON stored."sweepId" = original."id"
    WHERE original."runId" = ${from.id}`;
  await tx.$executeRaw`
    INSERT INTO "SweepMoments" ("sweepId", "metric", "pairs", "clean", "corrupted", "moments")
    SELECT copy."id", stored."metric", stored."pairs", stored."clean", stored."corrupted", stored."moments"
    FROM "Sweep" original
    JOIN "Sweep" copy ON copy."runId" = ${id} AND copy."kind" = original."kind" AND copy."direction" = original."direction"
    JOIN "SweepMoments" stored ON stored."sweepId" = original."id"
    WHERE original."runId" = ${from.id}`;
  await tx.$executeRaw`
    INSERT INTO "UnpatchedMetric" ("runId", "direction", "metric", "clean", "corrupted")
    SELECT ${id}, "direction", "metric", "clean", "corrupted" FROM "UnpatchedMetric" WHERE "runId" = ${from.id}`;
  await tx.$executeRaw`
    INSERT INTO "Effect" (
      "runId", "kind", "direction", "isFirstDirection", "layer", "head", "position", "src", "role", "srcRole", "metric", "value", "recovery"
    ) SELECT
      ${id}, "kind", "direction", "isFirstDirection", "layer", "head", "position", "src", "role", "srcRole", "metric", "value", "recovery"
    FROM "Effect" WHERE "runId" = ${from.id} ORDER BY "id"`;
  await tx.$executeRaw`
    INSERT INTO "EdgeLayer" (
      "runId", "direction", "layer", "elapsedMs", "flops", "createdAt",
      "modelSha256", "modelDigest", "engineVersion", "runtime", "provider"
    ) SELECT
      ${id}, "direction", "layer", "elapsedMs", "flops", "createdAt",
      "modelSha256", "modelDigest", "engineVersion", "runtime", "provider"
    FROM "EdgeLayer" WHERE "runId" = ${from.id} ORDER BY "id"`;
  await tx.$executeRaw`
    INSERT INTO "EdgeValue" ("edgeLayerId", "metric", "values")
    SELECT copy."id", stored."metric", stored."values"
    FROM "EdgeLayer" original
    JOIN "EdgeLayer" copy ON copy."runId" = ${id} AND copy."direction" = original."direction" AND copy."layer" = original."layer"
    JOIN "EdgeValue" stored ON stored."edgeLayerId" = original."id"
    WHERE original."runId" = ${from.id}`;
  await copyJointPatches(tx, from.id, id);
  await storeRunText(tx, id);
  return copy;
}
