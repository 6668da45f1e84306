/** The gallery's first findings: the notebook's two experiments, computed here and now by the bundled model. */
import { followProgress } from '../runs/progress';
import { PRESETS } from '../runs/presets';
import { submitRun } from '../runs/submit';
import type { Services } from '../services';
import { log } from '../log';
import { publishFinding } from './publish';

const MODEL = 'patchbay-mini';
/** The author of what comes with Patchbay. */
const AUTHOR = { id: 'patchbay', name: 'Patchbay' };

interface SeedFinding {
  readonly preset: string;
  readonly title: string;
  readonly summary: string;
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
      '',
      'The bundled model, computed on this machine when the site was first started. The notebook that this repeats was',
      'about GPT-2 small; its heads have other names.',
    ].join('\n'),
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
      '',
      'Computed by the bundled model on this machine; a small model trained on such facts, not evidence about GPT-2.',
    ].join('\n'),
    tags: ['facts', 'denoising', 'notebook'],
  },
];

/** Publishes the notebook's findings unless the database holds a finding already; waits until they are there. */
export async function seedGallery(services: Services): Promise<void> {
  const { db } = services;
  if ((await db.finding.count()) > 0) return;
  await db.user.upsert({ where: { id: AUTHOR.id }, create: AUTHOR, update: {} });
  for (const finding of FINDINGS) {
    const preset = PRESETS.find(({ id }) => id === finding.preset)!;
    const input = {
      model: MODEL,
      pairs: preset.pairs,
      sweeps: preset.sweeps,
      direction: 'DENOISING',
      prependBos: true,
    } as const;
    const run = await submitRun(services, async () => AUTHOR.id, input, false);
    const status = await ended(services, run.id);
    if (status !== 'SUCCEEDED') {
      log.error({ run: run.id, status }, 'a first finding could not be computed');
      continue;
    }
    const { title, summary, tags } = finding;
    const measured = `${summary}\n\n${await measuredEffects(services, run.id)}`;
    await publishFinding(services, AUTHOR.id, { runId: run.id, title, summary: measured, tags });
    log.info({ title }, 'published a first finding');
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
