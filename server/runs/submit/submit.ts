/** Submission: turns an input into a queued run, or finds the stored run that has its results. */
import { randomBytes } from 'node:crypto';
import { DEFAULT_RULE } from '../../../domain/experiment';
import { MAX_PAIRS } from '../../../domain/limits';
import { splitPairs } from '../../../domain/pair-batches';
import { DEFAULT_VISIBILITY, type Visibility } from '../../../domain/visibility';
import type { PairRole } from '../../../domain/roles';
import { ENGINE_VERSION } from '../../engine/client/client';
import { AppError, badUserInput, isAppError } from '../../errors';
import { answeringRuns, readableRuns } from '../../accounts/visibility';
import type { Database, Prisma, Run } from '../../db';
import {
  DEFAULT_METRICS,
  listDirections,
  readMetric,
  type BaselineValues,
  type Estimate,
} from '../../engine/api';
import { createNoEngineError } from '../../engine-status';
import { widenVisibility } from '../manage/visibility';
import type { Services } from '../services';
import { warnOfBaseline } from './baseline-warnings';
import { digestContent } from './content-hash';
import { copyRun } from './copy';
import { findCostIssue } from './cost';
import { findMemoryIssue } from './memory';
import { checkActiveRuns, checkStoredRuns, type Quotas } from './quotas';
import { findSizeIssues } from './sweep-size';
import { createUnusablePairs, readOrigin, type Origin } from './origin';
import { createPairs, describeBatches, findLargestBatch, takePairs } from './batches';
import { validateRun, type Fork, type RunInput, type Validation } from './validate';
import { type Token } from './validate-pairs';
import { listAnswers, type Side } from './validate-answers';
import { readWholeAnswers } from './validate-whole-answers';

/** How long a submission waits for transactions before it, and how long it may take, in ms. */
const TRANSACTION = { maxWait: 10_000, timeout: 30_000 };

type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0];
type SubmitServices = Pick<Services, 'db' | 'config' | 'engine' | 'models' | 'queue'>;

/** The checks and the estimate of an experiment that is not stored. */
export interface Preview extends Validation {
  /** Logit differences of the two unpatched runs. */
  readonly baseline: BaselineValues | null;
  readonly estimate: Estimate | null;
}

/** Checks and estimates an experiment. Stores nothing; returns problems of the input instead of throwing them. */
export async function previewRun(
  services: Pick<Services, 'config' | 'engine' | 'models'>,
  input: RunInput,
  signal?: AbortSignal,
): Promise<Preview> {
  let checked: Validation;
  try {
    checked = await validate(services, input, signal);
  } catch (error) {
    if (!isAppError(error, 'MODEL_UNAVAILABLE')) throw error;
    const issues = [{ path: 'model', message: error.message }];
    return { pairs: [], issues, warnings: [], experiment: null, baseline: null, estimate: null };
  }
  const total = checked.pairs.length;
  const firstPairs = Array.from(checked.pairs.slice(0, MAX_PAIRS).keys());
  checked = { ...checked, pairs: checked.pairs.slice(0, MAX_PAIRS) };
  if (checked.experiment === null) return { ...checked, baseline: null, estimate: null };
  const ofPart = `Tokens and logit differences are those of the first ${MAX_PAIRS} of ${total} pairs; the estimate is of all.`;
  const warnings = [...checked.warnings, ...(total > MAX_PAIRS ? [{ path: 'pairs', message: ofPart }] : [])];
  if (services.engine === null) {
    const missing = { path: '', message: createNoEngineError().message };
    return { ...checked, warnings: [...warnings, missing], baseline: null, estimate: null };
  }
  try {
    const estimate = await services.engine.estimate(checked.experiment, input.sweeps);
    // Warnings and the verdict are about the logit difference, which no direction changes.
    const { values } = await services.engine.baseline({
      ...takePairs(checked.experiment, firstPairs),
      directions: undefined,
      metrics: undefined,
    });
    const baseline = readMetric(values, 'logit_diff');
    return {
      ...checked,
      warnings: [...warnings, ...warnOfBaseline(baseline)],
      baseline,
      estimate,
    };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const failure = { path: '', message: error.message };
    return { ...checked, warnings: [...warnings, failure], baseline: null, estimate: null };
  }
}

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
  const checked = await validate(services, input);
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
  const id = randomBytes(9).toString('base64url');
  const batches = splitPairs(experiment);
  const rows = createPairRows(input, checked);
  const visibility = input.visibility ?? DEFAULT_VISIBILITY;
  const run = await db.$transaction(async (tx) => {
    // The first statement writes, so that the counts below stay valid until the run is stored.
    await tx.model.upsert({ where: { id: modelId }, create: { id: modelId, ...sizes }, update: sizes });
    if (!recompute) {
      const forkedFromId = await findFork(tx, ownerId, input.forkedFrom);
      const lineage = input.fork ? { forkedFromId, ...columnsOf(input.fork) } : null;
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
        ...columnsOf(input.fork),
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
        ...describeBatches(experiment, batches),
        ...(batches.length === 1 && { pairs: { create: rows } }),
      },
    });
    if (batches.length > 1) await createPairs(tx, id, rows, batches);
    await createUnusablePairs(tx, id, input);
    await store(tx, created);
    return created;
  }, TRANSACTION);
  if (run.status === 'QUEUED') queue.emit('queued');
  return run;
}

/** What a fork stores with its run. */
type Lineage = ReturnType<typeof columnsOf> & Pick<Run, 'forkedFromId'>;

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
function columnsOf(fork: Fork | null | undefined) {
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

async function validate(
  { models, config }: Pick<Services, 'models' | 'config'>,
  input: RunInput,
  signal?: AbortSignal,
): Promise<Validation> {
  const checked = await validateRun(input, models, signal, config.maxRunPairs);
  if (checked.experiment === null) return checked;
  const model = await models.info(input.model);
  const { experiment } = checked;
  // Batches are computed and stored one after another, so the largest one decides; the cost is that of all.
  const largest = findLargestBatch(experiment);
  const issues = [
    ...findSizeIssues(largest, input.sweeps, model),
    findCostIssue(experiment, input.sweeps, model, config.maxRunPetaflop),
    findMemoryIssue(largest, input.sweeps, model, config),
  ].filter((issue) => issue !== null);
  return issues.length > 0
    ? { ...checked, issues: [...checked.issues, ...issues], experiment: null }
    : checked;
}

function createPairRows(input: RunInput, checked: Validation) {
  return input.pairs.map((pair, index) => {
    const tokens = checked.pairs[index]!;
    const texts = listAnswers(pair, '');
    /** The tokens of a side with the texts that were given; of an answer that is read as a whole, its first token. */
    const answer = (wanted: Side): readonly Token[] => {
      const ofSide = texts.filter(({ side }) => side === wanted);
      return ofSide.map(({ text }, at) => ({ id: tokens[wanted][at]!.id, text }));
    };
    const [correct, incorrect] = [answer('correct'), answer('incorrect')];
    const whole = readWholeAnswers(tokens, texts);
    return {
      index,
      clean: pair.clean,
      corrupted: pair.corrupted,
      correct: correct[0]!.text,
      incorrect: incorrect[0]!.text,
      cleanTokens: JSON.stringify(tokens.clean),
      corruptedTokens: JSON.stringify(tokens.corrupted),
      correctTokenId: correct[0]!.id,
      incorrectTokenId: incorrect[0]!.id,
      correctSet: encodeSet(correct),
      incorrectSet: encodeSet(incorrect),
      correctWhole: whole && JSON.stringify(tokens.correct),
      incorrectWhole: whole && JSON.stringify(tokens.incorrect),
      rule: pair.rule ?? DEFAULT_RULE,
      roles: pair.roles && pair.roles.length > 0 ? encodeRoles(pair.roles) : null,
      alignment: tokens.alignment && JSON.stringify(tokens.alignment),
    };
  });
}

/** Null for one token. */
function encodeSet(tokens: readonly Token[]): string | null {
  return tokens.length > 1 ? JSON.stringify(tokens) : null;
}

function encodeRoles(roles: readonly PairRole[]): string {
  return JSON.stringify(
    roles.map(({ name, cleanPositions, corruptedPositions }) => ({
      name,
      cleanPositions,
      corruptedPositions,
    })),
  );
}
