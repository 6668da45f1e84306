/** The notebook's two experiments as findings, computed here and now: by the bundled model first, by others on request. */
import { followProgress } from '../runs/queue/progress';
import { PRESETS } from '../../domain/presets';
import { judgeBaseline } from '../runs/results/baseline';
import { previewRun, submitRun } from '../runs/submit/submit';
import type { RunInput } from '../runs/submit/validate';
import type { Finding, Run } from '../db';
import type { Services } from './services';
import { AppError, isAppError } from '../errors';
import { log } from '../log';
import { publishFinding } from './publish';

/** The model that comes with Patchbay. */
export const BUNDLED = 'patchbay-mini';
/** The author of what comes with Patchbay. */
const AUTHOR = { id: 'patchbay', name: 'Patchbay' };

interface SeedFinding {
  readonly preset: string;
  readonly title: string;
  /** Markdown; `closing` by model, with what is known of it. */
  readonly summary: string;
  readonly closing: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
}

const FINDINGS: readonly SeedFinding[] = [
  {
    preset: 'ioi',
    title: 'Indirect objects: the name moves from the second subject to the last position',
    summary: [
      'Eight prompts such as *When John and Mary went to the shops, John gave the bag to*; the corrupted prompt',
      'names the other person as the subject. Clean activations are patched into the corrupted run (denoising).',
      '',
      '**Residual stream.** Early on, everything that tells the two runs apart sits at the second subject; patching',
      'it there restores the answer. In the last layers it sits at the last position. In between, attention moves it.',
      '',
      '**Heads.** Patching `z` of single heads shows which ones do the moving; patching their queries, keys, values',
      'and patterns apart shows whether a head matters for *where* it looks or for *what* it carries from there.',
    ].join('\n'),
    closing: {
      [BUNDLED]: [
        'The bundled model, computed on this machine when the site was first started. The notebook that this repeats was',
        'about GPT-2 small; its heads have other names.',
      ].join('\n'),
      gpt2: [
        '**What the notebook concluded of GPT-2 small**, to be held against the plots below: all the action is at the second',
        'subject until layer 7, then at the last position; MLPs matter little but for MLP 0, likely an extended embedding.',
        '[[L7H3]], [[L7H9]], [[L8H6]] and [[L8H10]] matter by their values: they move what is known at the second subject.',
        '[[L3H0]], [[L5H5]] and [[L6H9]] matter by their queries and patterns. [[L9H9]], [[L9H6]] and [[L10H0]] write the',
        'answer; [[L10H7]] works against it.',
      ].join('\n'),
    },
    tags: ['ioi', 'denoising', 'notebook'],
  },
  {
    preset: 'facts',
    title: 'A fact is looked up early, at the word that decides it',
    summary: [
      '*The White House is where the* → **president**; *The Haunted House is where the* → **ghosts**. One word',
      'differs, so everything the model knows about the difference has to start at that position.',
      '',
      'Patching the residual stream, the attention outputs and the MLP outputs, one layer and position at a time,',
      'shows how far that word alone decides the answer, which MLP layers enrich it, and where attention carries the',
      'result to the last position.',
    ].join('\n'),
    closing: {
      [BUNDLED]:
        'Computed by the bundled model on this machine; a small model trained on such facts, not evidence about GPT-2.',
    },
    tags: ['facts', 'denoising', 'notebook'],
  },
];

/**
 * Publishes the notebook's findings on the bundled model unless somebody has published one; what a process that was killed
 * has left undone is done.
 */
export async function seedGallery(services: Services): Promise<void> {
  services.seeding.isUnderWay = true;
  try {
    if ((await services.db.finding.count({ where: { seed: null } })) > 0) return;
    const { published } = await publishNotebook(services, BUNDLED);
    await published;
  } finally {
    services.seeding.isUnderWay = false;
  }
}

/** Runs that will be findings when they have succeeded. */
export interface NotebookPublication {
  readonly runs: readonly Run[];
  /** Settles when all are published; runs that did not succeed are missing. */
  readonly published: Promise<readonly Finding[]>;
}

/**
 * Computes the notebook's experiments on a model and publishes them as findings, each of them once.
 *
 * A finding on another model than the bundled one ends with a link that compares the two; where the bundled model's is
 * missing, it is made too.
 *
 * An experiment whose task the model does not do is left out: a finding about it would mean nothing.
 *
 * @throws MODEL_UNAVAILABLE; ENGINE_FAILED; BAD_USER_INPUT when the model's tokenizer does not fit the prompts; CONFLICT when
 *   the model does none of the tasks.
 */
export async function publishNotebook(services: Services, model: string): Promise<NotebookPublication> {
  const { db } = services;
  const findings = await findSuitable(services, model);
  await db.user.upsert({ where: { id: AUTHOR.id }, create: AUTHOR, update: {} });
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
  const published = Promise.all(publications).then((all) => all.filter((finding) => finding !== null));
  // Whoever does not wait must not be ended by a failure; it is in the log.
  published.catch((error: unknown) => log.error({ err: error, model }, 'a finding could not be published'));
  return { runs, published };
}

/**
 * Experiments whose task the model does; all of them for the bundled model, which was trained on both.
 *
 * @throws CONFLICT when there are none, with the reasons.
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
  return { name, input: { model, pairs, sweeps, direction: 'DENOISING', prependBos: true } };
}

/** The bundled model's findings, when they are published; none where that model has been taken away. */
async function publishBundled(services: Services): Promise<NotebookPublication | null> {
  try {
    return await publishNotebook(services, BUNDLED);
  } catch (error) {
    if (isAppError(error, 'MODEL_UNAVAILABLE')) return null;
    throw error;
  }
}

/** A run of the author's own: only its owner may publish it. */
async function submitNotebookRun(services: Services, model: string, presetId: string): Promise<Run> {
  const { input } = notebookInput(model, presetId);
  return submitRun(services, async () => AUTHOR.id, input, false);
}

async function publishWhenDone(
  services: Services,
  model: string,
  { preset, title, summary, closing, tags }: SeedFinding,
  run: Run,
  bundled: Pick<NotebookPublication, 'published'> | null,
): Promise<Finding | null> {
  const { db } = services;
  const status = await ended(services, run.id);
  if (status !== 'SUCCEEDED') {
    // The next start goes on with it.
    if (services.stopping.signal.aborted) return null;
    log.error({ run: run.id, status }, 'a finding of the notebook could not be computed');
    return null;
  }
  const siblings = (await bundled?.published.catch(() => [])) ?? [];
  const sibling = siblings.find((finding) => finding.seed === `${preset}/${BUNDLED}`);
  const parts = [
    summary,
    closing[model] ?? `Computed by ${model} on this machine, with the prompts of the notebook.`,
    await measuredEffects(services, run.id),
    ...(sibling
      ? [`[Side by side with the bundled model](/compare?a=${sibling.runId}&b=${run.id}), on one scale.`]
      : []),
  ];
  const seed = `${preset}/${model}`;
  const input = {
    runId: run.id,
    title: model === BUNDLED ? title : `${title} (${model})`,
    summary: parts.join('\n\n'),
    tags,
  };
  try {
    const finding = await publishFinding(services, AUTHOR.id, input, seed);
    log.info({ title: input.title }, 'published a finding of the notebook');
    return finding;
  } catch (error) {
    // Somebody else asked for the same at the same time.
    const known = await db.finding.findUnique({ where: { seed } });
    if (known) return known;
    throw error;
  }
}

/** The status in which a run ends; the dispatcher sees to it that it does. */
async function ended(services: Services, id: string): Promise<string> {
  let status = 'QUEUED';
  for await (const progress of followProgress(services, id)) ({ status } = progress);
  return status;
}

/** The largest effects of the run's most telling sweep, as references that pin their cells. */
async function measuredEffects({ db }: Services, runId: string): Promise<string> {
  const ofHeads = await db.effect.findMany({
    where: { runId, kind: 'HEAD_Z', recovery: { not: null } },
    orderBy: { recovery: 'desc' },
    take: 3,
  });
  if (ofHeads.length > 0) {
    const heads = ofHeads.map(({ layer, head, recovery }) => `[[L${layer}H${head}]] ${recovery!.toFixed(2)}`);
    return `Measured here, recovery by patching \`z\`: ${heads.join(', ')}.`;
  }
  const ofPositions = await db.effect.findMany({
    where: { runId, kind: 'RESID_PRE', recovery: { gt: 0.5 } },
    orderBy: [{ layer: 'asc' }, { recovery: 'desc' }],
    take: 6,
  });
  const cells = ofPositions.map(
    ({ layer, position, recovery }) => `[[L${layer} p${position}]] ${recovery!.toFixed(2)}`,
  );
  return `Measured here, recovery by patching \`resid_pre\`: ${cells.join(', ')}.`;
}
