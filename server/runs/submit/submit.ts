/** Submission: turns an input into a queued run, or finds the stored run that has its results. */
import { splitPairs } from '../../../domain/pair-batches';
import { DEFAULT_VISIBILITY, type Visibility } from '../../../domain/visibility';
import { ENGINE_VERSION } from '../../engine/client/client';
import { createId } from '../../create-id';
import { AppError, badUserInput } from '../../errors';
import { answeringRuns, readableRuns } from '../../accounts/visibility';
import type { Database, Model, Prisma, Run } from '../../db';
import { DEFAULT_METRICS, listDirections } from '../../engine/api';
import { createNoEngineError } from '../../engine-status';
import { log } from '../../log';
import { currentTraceparent } from '../../observability/tracing/spans';
import { storeRunText } from '../manage/run-text';
import { widenVisibility } from '../manage/visibility';
import type { Services } from '../services';
import { digestContent } from './content-hash';
import { copyRun } from './copy';
import { checkActiveRuns, checkStoredRuns, type Quotas } from './quotas';
import { createUnusablePairs, readOrigin, type Origin } from './origin';
import { createPairs, describeBatches } from './batches';
import { checkRun } from './check-run';
import { createPairRows } from './pair-rows';
import type { Fork, RunInput } from './validate';

/** How long a submission waits for transactions before it, and how long it may take, in ms. */
const TRANSACTION = { maxWait: 10_000, timeout: 30_000 };

type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0];
type SubmitServices = Pick<Services, 'db' | 'config' | 'engine' | 'models' | 'queue'>;

/**
 * Stores a run as QUEUED, unless its results exist. A run of the owner that has succeeded or is active is returned; it is shown to
 * more people if the input says so, never to fewer. The results of another owner's public run are copied to a run of this owner.
 * Imported results answer nothing.
 *
 * @param owner returns the owner's id. It is called only when a run is stored or returned, so that a refused input creates no
 *   guest.
 * @param recompute whether to compute the run even if its results exist.
 * @param viewerId the owner's id; null for a visitor without an identity.
 * @param store stores what belongs to the run in the same transaction; when it throws, no run is stored.
 * @throws BAD_USER_INPUT with every issue; MODEL_UNAVAILABLE; ENGINE_FAILED when the site has no engine;
 *   QUOTA_EXCEEDED when too many runs of the owner, or of all owners, are queued.
 */
export async function submitRun(
  services: SubmitServices,
  owner: () => Promise<string>,
  input: RunInput,
  recompute: boolean,
  viewerId: string | null = null,
  store: (tx: Transaction, run: Run) => Promise<void> = async () => {},
): Promise<Run> {
  const { db, config, engine, models, queue } = services;
  // Identified before the texts are tokenised. If the files change from here on, the engine refuses the run.
  const { digest } = await models.identify(input.model);
  const checked = await checkRun(services, input);
  const { experiment } = checked;
  if (experiment === null) throw badUserInput(checked.issues);
  if (engine === null) throw createNoEngineError();
  const stopWhen = input.stopWhen ?? null;
  const contentHash = digestContent(experiment, input.sweeps, digest, ENGINE_VERSION, stopWhen);
  const answering = recompute ? null : { contentHash, ...answeringRuns(viewerId) };
  if (!(await hasRoom(db, config.maxWaitingRuns, answering))) {
    throw createQueueFullError(config.maxWaitingRuns);
  }
  const ownerId = await owner();
  const { unavailable: _usable, id: modelId, ...sizes } = await models.info(input.model);
  const id = createId(ownerId);
  const batches = splitPairs(experiment);
  const rows = createPairRows(input, checked);
  const visibility = input.visibility ?? DEFAULT_VISIBILITY;
  const run = await db.$transaction(async (tx) => {
    const again = await tx.run.findUnique({ where: { id } });
    if (again) return again;
    // Transactions are serial: what is counted below stays valid until the run is stored.
    await storeModel(tx, { id: modelId, ...sizes });
    if (!recompute) {
      const forkedFromId = await findFork(tx, ownerId, input.forkedFrom);
      const lineage = input.fork ? { forkedFromId, ...toForkColumns(input.fork) } : null;
      const copy = { id, visibility, origin: readOrigin(input), unusable: input.unusable, quotas: config };
      const known = await findOrCopyResults(tx, contentHash, ownerId, copy, lineage);
      if (known) {
        await store(tx, known);
        return known;
      }
    }
    await checkStoredRuns(tx, ownerId, config);
    await checkActiveRuns(tx, ownerId, config);
    if ((await tx.run.count({ where: { status: 'QUEUED' } })) >= config.maxWaitingRuns)
      throw createQueueFullError(config.maxWaitingRuns);
    const created = await tx.run.create({
      data: {
        id,
        forkedFromId: await findFork(tx, ownerId, input.forkedFrom),
        ...toForkColumns(input.fork),
        ...readOrigin(input),
        ownerId,
        visibility,
        modelId,
        direction: experiment.direction,
        directions: JSON.stringify(listDirections(experiment)),
        metrics: JSON.stringify(experiment.metrics ?? DEFAULT_METRICS),
        prependBos: input.prependBos,
        kinds: JSON.stringify(input.sweeps),
        edges: experiment.edges ?? false,
        wholeAnswers: input.wholeAnswers ?? false,
        roles: experiment.roles ? JSON.stringify(experiment.roles.names) : null,
        stopWhen: stopWhen && JSON.stringify(stopWhen),
        contentHash,
        modelDigest: digest,
        traceparent: currentTraceparent(),
        ...describeBatches(experiment, batches),
      },
    });
    await createPairs(tx, id, rows, batches);
    await createUnusablePairs(tx, id, input);
    await storeRunText(tx, id);
    await store(tx, created);
    return created;
  }, TRANSACTION);
  if (run.status === 'QUEUED') queue.emit('queued');
  log.debug({ run: run.id, status: run.status }, 'a run was submitted');
  return run;
}

/** Stores what is known of a model. One that is stored as it is stays unwritten, so that submissions do not wait for each other. */
async function storeModel(tx: Pick<Transaction, 'model'>, model: Model): Promise<void> {
  const stored = await tx.model.findUnique({ where: { id: model.id } });
  const isSame = stored && (Object.keys(model) as (keyof Model)[]).every((key) => stored[key] === model[key]);
  if (!isSame) await tx.model.upsert({ where: { id: model.id }, create: model, update: model });
}

/** What a fork stores with its run. */
type Lineage = ReturnType<typeof toForkColumns> & Pick<Run, 'forkedFromId'>;

/**
 * The owner's run of this experiment, or a copy of another owner's public results; null when it must be computed.
 *
 * @param lineage of a fork: a run that was made for another purpose is copied, so that each fork can be published.
 */
async function findOrCopyResults(
  tx: Transaction,
  contentHash: string,
  ownerId: string,
  copy: {
    readonly id: string;
    readonly visibility: Visibility;
    readonly origin: Origin;
    readonly unusable: RunInput['unusable'];
    readonly quotas: Quotas;
  },
  lineage: Lineage | null,
): Promise<Run | null> {
  const newestFirst = { createdAt: 'desc' } as const;
  const succeeded = { contentHash, status: 'SUCCEEDED', importedAt: null };
  const mine = {
    contentHash,
    ownerId,
    // A run says which pairs it leaves out, so one that leaves out others is not the one that was asked for.
    filter: copy.origin.filter,
    unusable: copy.origin.unusable,
    ...(lineage && { forkedFindingId: lineage.forkedFindingId, finding: null }),
  };
  const own =
    (await tx.run.findFirst({ where: { ...succeeded, ...mine }, orderBy: newestFirst })) ??
    (await tx.run.findFirst({
      where: { ...mine, status: { in: ['QUEUED', 'RUNNING'] } },
      orderBy: newestFirst,
    }));
  if (own) {
    const shown = await widenVisibility(tx, own, copy.visibility);
    return lineage?.draft ? tx.run.update({ where: { id: own.id }, data: lineage }) : shown;
  }
  const stored = await tx.run.findFirst({
    where: { ...succeeded, ...answeringRuns(ownerId) },
    orderBy: newestFirst,
  });
  if (!stored) return null;
  await checkStoredRuns(tx, ownerId, copy.quotas);
  await copyRun(tx, stored, ownerId, copy);
  await createUnusablePairs(tx, copy.id, copy);
  return tx.run.update({ where: { id: copy.id }, data: { ...copy.origin, ...lineage } });
}

/** Columns of a run that is made to fork a finding; none for other runs. */
function toForkColumns(fork: Fork | null | undefined) {
  return { forkedFindingId: fork?.findingId ?? null, draft: fork?.draft ?? null };
}

/** The id of the run that a run is made from; null when it is deleted meanwhile, or when the owner cannot open it. */
async function findFork(
  tx: Transaction,
  userId: string,
  id: string | null | undefined,
): Promise<string | null> {
  if (id == null) return null;
  const where = { id, AND: readableRuns({ userId, isAdministrator: false }) };
  return (await tx.run.findFirst({ where, select: { id: true } }))?.id ?? null;
}

/** Whether a run could be queued or answered from a stored run; checked before a guest is created. */
async function hasRoom(
  db: Database,
  maxWaiting: number,
  answering: Prisma.RunWhereInput | null,
): Promise<boolean> {
  if ((await db.run.count({ where: { status: 'QUEUED' } })) < maxWaiting) return true;
  if (answering === null) return false;
  const statuses = ['SUCCEEDED', 'QUEUED', 'RUNNING'];
  return (await db.run.count({ where: { ...answering, status: { in: statuses } }, take: 1 })) > 0;
}

function createQueueFullError(limit: number): AppError {
  const message = `${limit} runs of all users are queued, which is the limit of this site. Try again when some of them have been computed.`;
  return new AppError('QUOTA_EXCEEDED', message, { details: { limit } });
}
