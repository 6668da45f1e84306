/** Publishes the notebook's two experiments as findings: for the bundled model at the first start, for others on request. */
import { setTimeout as sleep } from 'node:timers/promises';
import { followProgress } from '../runs/queue/progress';
import { DEFAULT_METRIC } from '../../domain/metrics';
import { PRESETS } from '../../domain/presets';
import { judgeBaseline } from '../../domain/baseline';
import { previewRun } from '../runs/submit/preview';
import { submitRun } from '../runs/submit/submit';
import type { RunInput } from '../runs/submit/validate';
import type { Finding, Run } from '../db';
import type { Services } from './services';
import { AppError, isAppError } from '../errors';
import { log } from '../log';
import { publishFinding } from './publish';
import { describeComparison, linkToBundled } from './link-siblings';
import { SEED_AUTHOR } from './seed-author';
import { BUNDLED, FINDINGS, type SeedFinding } from './seed-findings';

/** Waits between attempts while something fails, in ms: about ten minutes in all. */
const RETRY_MS = [1, 2, 4, 8, 16, 30, 60, 120, 180, 180].map((seconds) => seconds * 1000);

/**
 * Publishes the notebook's findings on the bundled model, unless the gallery holds findings of users. Completes the work of
 * a process that was killed, and tries again what fails.
 *
 * @param waitsMs pauses between the attempts; the next start continues when the last one has failed.
 */
export async function seedGallery(services: Services, waitsMs: readonly number[] = RETRY_MS): Promise<void> {
  services.seeding.isUnderWay = true;
  try {
    if ((await services.db.finding.count({ where: { seed: null } })) > 0) return;
    await repeatUntilDone(services, waitsMs, async () => {
      const { published } = await publishNotebook(services, BUNDLED);
      return (await published).length === FINDINGS.length;
    });
  } finally {
    services.seeding.isUnderWay = false;
  }
}

/** Repeats work that fails or is not complete. @throws the last error; MODEL_UNAVAILABLE at once. */
async function repeatUntilDone(
  { stopping }: Services,
  waitsMs: readonly number[],
  work: () => Promise<boolean>,
): Promise<void> {
  for (const waitMs of [...waitsMs, null]) {
    try {
      if (await work()) return;
    } catch (error) {
      if (waitMs === null || stopping.signal.aborted || isAppError(error, 'MODEL_UNAVAILABLE')) throw error;
      log.warn({ err: error, waitMs }, 'the first findings could not be published; they are tried again');
    }
    if (waitMs === null) return;
    try {
      await sleep(waitMs, undefined, { signal: stopping.signal });
    } catch {
      // The next start continues.
      return;
    }
  }
}

/** Runs that are published when they succeed. */
export interface NotebookPublication {
  readonly runs: readonly Run[];
  /** Settles when all are published; runs that did not succeed are missing. */
  readonly published: Promise<readonly Finding[]>;
}

/**
 * Computes the notebook's experiments on a model and publishes each as a finding, once.
 *
 * A finding on a model other than the bundled one ends with a link that compares the two; a missing finding on the bundled
 * model is published too. Experiments whose task the model does not do are left out.
 *
 * @throws MODEL_UNAVAILABLE; ENGINE_FAILED; BAD_USER_INPUT when the model's tokenizer does not fit the prompts; CONFLICT when
 *   the model does none of the tasks.
 */
export async function publishNotebook(services: Services, model: string): Promise<NotebookPublication> {
  const { db } = services;
  const findings = await findSuitable(services, model);
  await db.user.upsert({ where: { id: SEED_AUTHOR.id }, create: SEED_AUTHOR, update: {} });
  const bundled = model === BUNDLED ? null : await publishBundled(services);
  const runs: Run[] = [];
  const publications: Promise<Finding | null>[] = [];
  for (const finding of findings) {
    const seed = `${finding.preset}/${model}`;
    const known = await db.finding.findUnique({ where: { seed }, include: { run: true } });
    if (known) {
      runs.push(known.run);
      publications.push(Promise.resolve(known));
      continue;
    }
    const run = await submitNotebookRun(services, model, finding.preset);
    runs.push(run);
    publications.push(publishWhenDone(services, model, finding, run, bundled));
  }
  const published = settleAll(publications);
  // Callers may ignore `published`; a failure must not end the process.
  published.catch((error: unknown) => log.error({ err: error, model }, 'a finding could not be published'));
  return { runs, published };
}

/** Waits for all publications, so that one that fails takes none of the others with it. @throws the first failure, at the end. */
async function settleAll(publications: readonly Promise<Finding | null>[]): Promise<Finding[]> {
  await Promise.allSettled(publications);
  return (await Promise.all(publications)).filter((finding) => finding !== null);
}

/**
 * Selects the experiments whose task the model does. The bundled model was trained on both.
 *
 * @throws CONFLICT when there is none, with the reasons.
 */
async function findSuitable(services: Services, model: string): Promise<readonly SeedFinding[]> {
  if (model === BUNDLED) return FINDINGS;
  const reasons: string[] = [];
  const suitable: SeedFinding[] = [];
  for (const finding of FINDINGS) {
    const { name, input } = notebookInput(model, finding.preset);
    const { baseline } = await previewRun(services, input);
    const gate = baseline && judgeBaseline(baseline);
    if (gate?.verdict === 'ABSENT') reasons.push(`${name}: ${gate.cannotNormalise}`);
    else suitable.push(finding);
  }
  if (suitable.length > 0) return suitable;
  const message = `'${model}' does not do the tasks of the notebook, so there is nothing to publish. ${reasons.join(' ')}`;
  throw new AppError('CONFLICT', message);
}

function notebookInput(model: string, presetId: string): { name: string; input: RunInput } {
  const { name, pairs, sweeps } = PRESETS.find(({ id }) => id === presetId)!;
  const input: RunInput = {
    model,
    pairs,
    sweeps,
    direction: 'DENOISING',
    prependBos: true,
    visibility: 'PUBLIC',
  };
  return { name, input };
}

/** Publishes the bundled model's findings; null if that model was removed. */
async function publishBundled(services: Services): Promise<NotebookPublication | null> {
  try {
    return await publishNotebook(services, BUNDLED);
  } catch (error) {
    if (isAppError(error, 'MODEL_UNAVAILABLE')) return null;
    throw error;
  }
}

/** Submits a run of the author's, since only the owner of a run may publish it. */
async function submitNotebookRun(services: Services, model: string, presetId: string): Promise<Run> {
  const { input } = notebookInput(model, presetId);
  return submitRun(services, async () => SEED_AUTHOR.id, input, false, SEED_AUTHOR.id);
}

async function publishWhenDone(
  services: Services,
  model: string,
  { preset, title, summary, closing, tags }: SeedFinding,
  run: Run,
  bundled: Pick<NotebookPublication, 'published'> | null,
): Promise<Finding | null> {
  const { db } = services;
  const status = await waitForEnd(services, run.id);
  if (status !== 'SUCCEEDED') {
    // The next start continues with it.
    if (services.stopping.signal.aborted) return null;
    log.error({ run: run.id, status }, 'a finding of the notebook could not be computed');
    return null;
  }
  await bundled?.published.catch(() => {});
  const sibling =
    model === BUNDLED ? null : await db.finding.findUnique({ where: { seed: `${preset}/${BUNDLED}` } });
  const parts = [
    summary,
    closing[model] ?? `Computed by ${model} on this machine, with the prompts of the notebook.`,
    await describeEffects(services, run.id),
    ...(sibling ? [describeComparison(sibling.runId, run.id)] : []),
  ];
  const seed = `${preset}/${model}`;
  const input = {
    runId: run.id,
    title: model === BUNDLED ? title : `${title} (${model})`,
    summary: parts.join('\n\n'),
    tags,
  };
  try {
    const finding = await publishFinding(services, SEED_AUTHOR.id, input, seed);
    log.info({ title: input.title }, 'published a finding of the notebook');
    await linkToBundled(services, preset).catch((error: unknown) =>
      log.warn({ err: error, preset }, 'findings of the notebook could not be linked'),
    );
    return finding;
  } catch (error) {
    // A concurrent call published the same finding.
    const known = await db.finding.findUnique({ where: { seed } });
    if (known) return known;
    throw error;
  }
}

/** Waits for a run to end and returns its status. The dispatcher computes it. */
async function waitForEnd(services: Services, id: string): Promise<string> {
  let status = 'QUEUED';
  for await (const progress of followProgress(services, id)) ({ status } = progress);
  return status;
}

/** A sentence with the largest effects of the run, as references that pin their cells. */
async function describeEffects({ db }: Services, runId: string): Promise<string> {
  const effects = { runId, metric: DEFAULT_METRIC, isFirstDirection: true };
  const ofHeads = await db.effect.findMany({
    where: { ...effects, kind: 'HEAD_Z', recovery: { not: null } },
    orderBy: { recovery: 'desc' },
    take: 3,
  });
  if (ofHeads.length > 0) {
    const heads = ofHeads.map(({ layer, head, recovery }) => `[[L${layer}H${head}]] ${recovery!.toFixed(2)}`);
    return `Measured here, recovery by patching \`z\`: ${heads.join(', ')}.`;
  }
  const ofPositions = await db.effect.findMany({
    where: { ...effects, kind: 'RESID_PRE', recovery: { gt: 0.5 } },
    orderBy: [{ layer: 'asc' }, { recovery: 'desc' }],
    take: 6,
  });
  const cells = ofPositions.map(
    ({ layer, position, recovery }) => `[[L${layer} p${position}]] ${recovery!.toFixed(2)}`,
  );
  return `Measured here, recovery by patching \`resid_pre\`: ${cells.join(', ')}.`;
}
