/** Stores the run of a file that was checked, as a run of the requester that is marked as imported. */
import { mean } from '../../../domain/effect';
import { DEFAULT_METRIC } from '../../../domain/metrics';
import { siteOfKind } from '../../../domain/sites';
import type { Database, Prisma, Run } from '../../db';
import { insertRows } from '../../db/insert-rows';
import { countSweepFlops } from '../../engine/client/client';
import type { Baseline, Direction, SweepResult } from '../../engine/api';
import { storeRunText } from '../manage/run-text';
import { deriveTitle } from '../manage/title';
import { createId } from '../../create-id';
import { tidyTags } from '../../tags';
import { checkStoredRuns, type Quotas } from '../submit/quotas';
import { readPositions } from '../submit/validate-alignment';
import { encodeFloats } from '../results/float-bytes';
import { averageSweep, effectRows } from '../results/effect-rows';
import { listTokens, placeFileRoles } from './file-extent';
import { readFloats } from './file-floats';
import type { ImportSource } from './import-source';
import { leftOutColumns, storeLeftOut } from './left-out';
import type { FilePair, RunFile } from './run-file';
import { circuitRow, storeJointPatches } from './store-imported-patches';

/** How long a transaction waits for those before it, and how long it may take, in ms. */
const TRANSACTION = { maxWait: 10_000, timeout: 60_000 };

type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0];

/**
 * Stores a run with everything that the file has of it. Its content hash is that of no submission, so that it never answers one.
 *
 * @param file without issues.
 * @throws QUOTA_EXCEEDED for a user with too many runs.
 */
export async function storeImported(
  db: Database,
  ownerId: string,
  file: RunFile,
  quotas: Quotas,
): Promise<Run> {
  const id = createId(ownerId);
  return db.$transaction(async (tx) => {
    const known = await tx.run.findUnique({ where: { id } });
    if (known) return known;
    // Transactions are serial: what is counted here stays valid until the run is stored.
    await checkStoredRuns(tx, ownerId, quotas);
    const { model, modelSizes } = file;
    await tx.model.upsert({ where: { id: model }, create: { id: model, ...modelSizes }, update: {} });
    const run = await tx.run.create({ data: { id, ownerId, ...runColumns(file) } });
    await storeRunText(tx, id);
    await storeLeftOut(tx, id, file.leftOut);
    await storeSweeps(tx, id, file);
    await storeEdges(tx, id, file);
    await storeJointPatches(tx, run, file);
    await tx.circuit.createMany({ data: file.circuits.map((circuit) => circuitRow(circuit, run)) });
    return run;
  }, TRANSACTION);
}

function runColumns(file: RunFile) {
  const { modelSha256, engine, runtime, provider, elapsedMs, checks } = file.provenance;
  const now = new Date();
  const logits = file.unpatched.find(
    ({ direction, metric }) => direction === file.directions[0] && metric === DEFAULT_METRIC,
  )!;
  const source: ImportSource = { runId: file.id, createdAt: file.createdAt, digest: file.digest };
  const pairs = file.pairs.map((pair, at) => pairRow(pair, logits.clean[at]!, logits.corrupted[at]!));
  const derived = deriveTitle(pairs);
  return {
    visibility: 'PRIVATE',
    importedAt: now,
    importedFrom: JSON.stringify(source),
    modelId: file.model,
    title: file.title === derived ? null : file.title,
    notes: file.notes,
    direction: file.direction,
    directions: JSON.stringify(file.directions),
    metrics: JSON.stringify(file.metrics),
    prependBos: file.prependBos,
    ...leftOutColumns(file.leftOut),
    roles: file.roles && file.roles.length > 0 ? JSON.stringify(file.roles) : null,
    kinds: JSON.stringify(file.sweepKinds),
    edges: file.edges.length > 0,
    wholeAnswers: file.pairs.some(({ whole }) => whole !== undefined),
    contentHash: `imported:${file.digest}`,
    status: 'SUCCEEDED',
    fraction: 1,
    startedAt: new Date(now.getTime() - elapsedMs),
    finishedAt: now,
    cleanLogitDiff: mean(logits.clean),
    corruptedLogitDiff: mean(logits.corrupted),
    modelSha256,
    modelDigest: file.modelDigest,
    engineVersion: engine,
    runtime,
    provider,
    computeMs: elapsedMs,
    checks: JSON.stringify(checks.map(dropNulls)),
    pairs: { create: pairs },
    tags: { create: tidyTags(file.tags ?? []).map((tag) => ({ tag })) },
    unpatched: {
      create: file.unpatched
        .filter(({ metric }) => metric !== DEFAULT_METRIC)
        .map(({ direction, metric, clean, corrupted }) => ({
          direction,
          metric,
          clean: encodeFloats(clean),
          corrupted: encodeFloats(corrupted),
        })),
    },
  } satisfies Omit<Prisma.RunUncheckedCreateInput, 'id' | 'ownerId'>;
}

function dropNulls<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null)) as Partial<T>;
}

function pairRow(pair: FilePair, cleanLogitDiff: number, corruptedLogitDiff: number) {
  const { index, clean, corrupted, correct, incorrect, rule, cleanTokens, corruptedTokens } = pair;
  const set = (texts: readonly string[] | null, tokens: readonly { id: number }[]): string | null =>
    texts && JSON.stringify(texts.map((text, at) => ({ id: tokens[at]!.id, text })));
  return {
    index,
    clean,
    corrupted,
    correct,
    incorrect,
    cleanTokens: JSON.stringify(cleanTokens),
    corruptedTokens: JSON.stringify(corruptedTokens),
    correctTokenId: pair.correctTokens[0]!.id,
    incorrectTokenId: pair.incorrectTokens[0]!.id,
    correctSet: set(pair.correctSet, pair.correctTokens),
    incorrectSet: set(pair.incorrectSet, pair.incorrectTokens),
    correctWhole: pair.whole ? JSON.stringify(pair.whole.correct) : null,
    incorrectWhole: pair.whole ? JSON.stringify(pair.whole.incorrect) : null,
    rule,
    // END alone is what every pair has.
    roles: pair.roles && pair.roles.length > 1 ? JSON.stringify(pair.roles) : null,
    alignment: pair.alignment ? JSON.stringify(readPositions(pair.alignment)) : null,
    cleanLogitDiff,
    corruptedLogitDiff,
  };
}

/** Sweeps in the order of the file, each with all of its metrics, and their effects. */
async function storeSweeps(tx: Transaction, runId: string, file: RunFile): Promise<void> {
  const byDirection = readUnpatched(file);
  const roles = file.roles && file.roles.length > 0 ? file.roles : null;
  const experiment = {
    model: file.model,
    direction: file.direction,
    pairs: listTokens(file).map((tokens, at) => ({
      ...tokens,
      correct: file.pairs[at]!.correctTokens.map(({ id }) => id),
      incorrect: file.pairs[at]!.incorrectTokens.map(({ id }) => id),
    })),
    ...(roles && {
      roles: placeFileRoles(file, roles),
    }),
  };
  const names = [...new Set(file.sweeps.map(({ kind, direction }) => `${kind} ${direction}`))];
  for (const name of names) {
    const ofName = file.sweeps.filter(({ kind, direction }) => `${kind} ${direction}` === name);
    const { kind, direction, shape } = ofName[0]!;
    const { axes } = siteOfKind(kind);
    const computedBy = file.sweepProvenance?.find((one) => one.kind === kind && one.direction === direction);
    const elapsedMs = computedBy?.elapsedMs ?? 0;
    const flops = countSweepFlops(kind, experiment, file.modelSizes, direction);
    const { engine, ...by } = computedBy?.computedBy ?? {};
    await tx.sweep.create({
      data: {
        runId,
        kind,
        direction,
        axes: JSON.stringify(axes),
        shape: JSON.stringify(shape),
        elapsedMs,
        flops,
        ...by,
        engineVersion: engine ?? null,
        values: {
          create: ofName.map(({ metric, perPrompt }) => ({
            metric,
            values: encodeFloats(readFloats(perPrompt)),
          })),
        },
      },
    });
    const values = Object.fromEntries(
      ofName.map(({ metric, perPrompt }) => [metric, readFloats(perPrompt)]),
    ) as SweepResult['values'];
    const sweep = { kind, direction, axes, shape, values };
    const effects = effectRows(
      runId,
      sweep,
      averageSweep(sweep, { byDirection }),
      file.directions[0]!,
      roles,
    );
    await insertRows(tx, 'Effect', effects);
  }
}

/** The metrics of the unpatched runs, as the engine gives them. */
function readUnpatched({ directions, unpatched }: RunFile): Baseline['byDirection'] {
  const ofDirection = (direction: Direction) =>
    Object.fromEntries(
      unpatched
        .filter((one) => one.direction === direction)
        .map(({ metric, clean, corrupted }) => [
          metric,
          { clean: Float32Array.from(clean), corrupted: Float32Array.from(corrupted) },
        ]),
    );
  return Object.fromEntries(directions.map((direction) => [direction, ofDirection(direction)]));
}

/** The time of all layers is stored with the first one: the file has only their sum. */
async function storeEdges(tx: Transaction, runId: string, file: RunFile): Promise<void> {
  const { modelSha256, engine, runtime, provider } = file.provenance;
  for (const { direction, elapsedMs, layers } of file.edges) {
    for (const [at, { layer, values }] of layers.entries()) {
      await tx.edgeLayer.create({
        data: {
          runId,
          direction,
          layer,
          elapsedMs: at === 0 ? elapsedMs : 0,
          // Read only while a run is computed.
          flops: 0,
          modelSha256,
          modelDigest: file.modelDigest ?? '',
          engineVersion: engine,
          runtime,
          provider,
          values: {
            create: values.map(({ metric, perPrompt }) => ({
              metric,
              values: encodeFloats(readFloats(perPrompt)),
            })),
          },
        },
      });
    }
  }
}
