/** Computes a joint patch, with what each site does alone, and stores it with its run. */
import { randomBytes } from 'node:crypto';
import { MAX_JOINT_PATCHES, MAX_PAIRS } from '../../../domain/limits';
import type { Actor } from '../../accounts/policy';
import { createNoRunError, readableRuns } from '../../accounts/visibility';
import type { MetricId } from '../../../domain/metrics';
import { Prisma, type JointPatch, type PromptPair, type Run } from '../../db';
import { readMetric } from '../../engine/api';
import { ENGINE_VERSION } from '../../engine/client/client';
import type { InterventionResult } from '../../engine/interventions';
import { createNoEngineError } from '../../engine-status';
import { AppError } from '../../errors';
import { listStoredMetrics, readExperiment, readMetrics } from '../experiment';
import { expandSite } from '../inspect/sites';
import { encodeFloats } from '../results/float-bytes';
import type { Services } from '../services';
import { digestSpec, toPatchValue, type JointSpec } from './spec';

export type JointServices = Pick<Services, 'db' | 'engine' | 'models'>;

/** Returns the id of the user who acts. It is called only when something is stored. */
export type Act = () => Promise<string>;

/**
 * Computes and stores a joint patch whose input has been checked.
 *
 * An equal joint patch of the run is returned instead of being computed again.
 *
 * @throws BAD_USER_INPUT when it costs too much; QUOTA_EXCEEDED when the run has too many joint patches; MODEL_UNAVAILABLE, also
 *   when the model's files have changed since the run; ENGINE_FAILED; RUN_CANCELLED; NOT_FOUND when the run is deleted meanwhile.
 */
export async function computeAndStore(
  services: JointServices,
  act: Act,
  spec: JointSpec,
  signal?: AbortSignal,
): Promise<JointPatch> {
  const { db, engine } = services;
  const { run, pairs, sites, donors } = spec;
  const contentHash = digestSpec(spec);
  const where = { runId_contentHash: { runId: run.id, contentHash } };
  const known = await db.jointPatch.findUnique({ where });
  if (known) return known;
  if (engine === null) throw createNoEngineError();
  checkCount(await db.jointPatch.count({ where: { runId: run.id } }));

  const metrics = listStoredMetrics(readMetrics(run));
  const patched = pairs.flatMap((_, at) => (donors && donors[at] === null ? [] : [at]));
  const result = await compute(services, spec, patched, metrics, signal);
  const provider = await engine.provider();
  const creatorId = await act();
  const { run: _run, pairs: _pairs, ...columns } = spec;
  const rows = metrics.map((metric) => ({ metric, ...encodeMetric(result, metric, patched, pairs.length) }));
  try {
    return await db.$transaction(async (tx) => {
      const created = await tx.jointPatch.create({
        data: {
          ...columns,
          id: randomBytes(9).toString('base64url'),
          runId: run.id,
          creatorId,
          sites: JSON.stringify(sites),
          donors: donors && JSON.stringify(donors),
          contentHash,
          engineVersion: ENGINE_VERSION,
          provider,
          values: { create: rows },
        },
      });
      checkCount((await tx.jointPatch.count({ where: { runId: run.id } })) - 1);
      return created;
    });
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError)) throw error;
    // An equal one was stored in between.
    const stored = error.code === 'P2002' ? await db.jointPatch.findUnique({ where }) : null;
    if (stored) return stored;
    if (error.code !== 'P2003') throw error;
    throw new AppError('NOT_FOUND', `The run '${run.id}' was deleted while its sites were patched.`);
  }
}

/** A run that the actor can open, and its pairs. @throws NOT_FOUND */
export async function findRun(
  { db }: Pick<Services, 'db'>,
  actor: Actor,
  id: string,
): Promise<{ run: Run; pairs: PromptPair[] }> {
  const found = await db.run.findFirst({
    where: { id, AND: readableRuns(actor) },
    include: { pairs: { where: { index: { lt: MAX_PAIRS } }, orderBy: { index: 'asc' } } },
  });
  if (!found) throw createNoRunError(id);
  const { pairs, ...run } = found;
  return { run, pairs };
}

/** One request for the joint patch and each site alone, on the pairs that are patched. */
async function compute(
  { engine, models }: JointServices,
  { run, pairs, direction, sites, ...spec }: JointSpec,
  patched: readonly number[],
  metrics: readonly MetricId[],
  signal: AbortSignal | undefined,
): Promise<InterventionResult> {
  const { heads } = await models.info(run.modelId);
  const singles = sites.map((site) => expandSite(site, heads));
  const experiment = readExperiment(
    run,
    patched.map((at) => pairs[at]!),
  );
  return engine!.intervene(
    {
      experiment: { ...experiment, direction, directions: undefined, metrics },
      sets: [singles.flat(), ...singles],
      value: toPatchValue(spec, patched),
      path: null,
    },
    signal,
  );
}

/** One metric as stored bytes; NaN for pairs that were not patched. */
function encodeMetric(
  { base, source, patched: [joint, ...singles] }: InterventionResult,
  metric: MetricId,
  patched: readonly number[],
  count: number,
) {
  const spread = (values: Float32Array): Float32Array => {
    const all = new Float32Array(count).fill(NaN);
    for (const [at, prompt] of patched.entries()) all[prompt] = values[at]!;
    return all;
  };
  const rows = singles.map((single) => spread(readMetric(single, metric)));
  return {
    base: encodeFloats(spread(readMetric(base, metric))),
    source: encodeFloats(spread(readMetric(source, metric))),
    patched: encodeFloats(spread(readMetric(joint!, metric))),
    singles: encodeFloats(rows.flatMap((row) => [...row])),
  };
}

/** @throws QUOTA_EXCEEDED */
function checkCount(count: number): void {
  if (count < MAX_JOINT_PATCHES) return;
  const message = `This run has ${count} joint patches, and the limit is ${MAX_JOINT_PATCHES}. Delete one that you made, or submit the experiment as a run of your own.`;
  throw new AppError('QUOTA_EXCEEDED', message, { details: { count, limit: MAX_JOINT_PATCHES } });
}
