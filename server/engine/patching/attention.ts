/**
 * The attention half of patched runs: resid_pre to resid_mid, in place.
 *
 * Rows that carry the same positions share a call, with the base run's keys and values as its prefix. After the last block's
 * attention only the last position is carried.
 */
import { attentionWidth } from '../models/architecture';
import { attendGroup, attendLast, projectHeads, projectQkv } from './attention-calls';
import { headZ } from './entries/head-z';
import { replaceHeadOutputs } from './head-rows';
import type { HeadSteps } from './layer-steps';
import { groupAdjacent, packEvenly } from './packing';
import { getFirstPosition, type PatchedRun } from './patched-run';
import { copyPositions, countNumbers, replaceFirstPosition } from './rows';
import type { WaveContext } from './wave-context';
import type { Qkv } from './workspace';

/** Names of the arrays that an attention reads. */
const QKV = ['q', 'k', 'v'] as const;

/**
 * Passes all patched runs through the attention half of a block.
 *
 * @param patchedHeads of the runs that reach this layer with heads to patch in it.
 */
export async function passAttention(
  wave: WaveContext,
  layer: number,
  patchedRuns: readonly PatchedRun[],
  patchedHeads: HeadSteps,
): Promise<void> {
  if (layer === wave.model.architecture.layers - 1) {
    await passLastAttention(wave, layer, patchedRuns, patchedHeads);
    return;
  }
  const { replaced, computed } = splitReplaced(wave, patchedRuns, patchedHeads);
  const suffixes = computed.filter(({ carried }) => carried.phase === 'suffix');
  const singles = computed.filter(({ carried }) => carried.phase === 'single');
  for (const chunk of packRuns(wave, replaced)) await projectReplaced(wave, layer, chunk, patchedHeads);
  for (const chunk of packRuns(wave, suffixes)) await attendSuffixes(wave, layer, chunk, patchedHeads);
  for (const chunk of packRuns(wave, singles)) await attendSingles(wave, layer, chunk);
}

/** The last block's attention half: from here on, runs carry the last position only. */
async function passLastAttention(
  wave: WaveContext,
  layer: number,
  patchedRuns: readonly PatchedRun[],
  patchedHeads: HeadSteps,
): Promise<void> {
  for (const run of patchedRuns) if (run.carried.phase === 'single') extendToSuffix(wave, layer, run);
  const { replaced, computed } = splitReplaced(wave, patchedRuns, patchedHeads);
  for (const run of replaced) reduceToLast(wave, run);
  for (const chunk of packRuns(wave, replaced)) await projectReplaced(wave, layer, chunk, patchedHeads);
  // The graph for the last position alone does not show the heads.
  const [withHeads, plain] = [
    computed.filter((run) => patchedHeads.has(run)),
    computed.filter((run) => !patchedHeads.has(run)),
  ];
  for (const chunk of packRuns(wave, plain)) {
    for (const group of groupByStart(chunk)) await attendLast(wave, layer, group);
  }
  for (const chunk of packRuns(wave, withHeads)) {
    await attendSuffixes(wave, layer, chunk, patchedHeads);
    for (const run of chunk) reduceToLast(wave, run);
  }
}

/**
 * Patched runs of which every head's output is replaced at every position, and the others. Attention of the former need not be
 * computed. Most layers of a small circuit are like this.
 */
function splitReplaced(
  { model }: WaveContext,
  patchedRuns: readonly PatchedRun[],
  patchedHeads: HeadSteps,
): { replaced: PatchedRun[]; computed: PatchedRun[] } {
  const isReplaced = (run: PatchedRun): boolean => {
    const whole = (patchedHeads.get(run) ?? []).filter(
      ({ position, entry }) => position === null && entry.hook === headZ.hook,
    );
    return new Set(whole.map(({ head }) => head)).size === model.architecture.heads;
  };
  return {
    replaced: patchedRuns.filter(isReplaced),
    computed: patchedRuns.filter((run) => !isReplaced(run)),
  };
}

/** Projects the replaced outputs of all heads into the residual stream. */
async function projectReplaced(
  wave: WaveContext,
  layer: number,
  chunk: readonly PatchedRun[],
  patchedHeads: HeadSteps,
): Promise<void> {
  const { model, runs, batch, workspace } = wave;
  const rows = chunk.map((run) => run.rows);
  const { dModel } = model.architecture;
  const width = attentionWidth(model.architecture);
  await workspace.z.lend((countNumbers(rows) / dModel) * width, async (z) => {
    let offset = 0;
    for (const run of chunk) {
      const ofRun = z.subarray(offset, (offset += (run.rows.length / dModel) * width));
      const values = run.patch.values ?? runs.source;
      replaceHeadOutputs(
        wave,
        layer,
        patchedHeads.get(run)!,
        values,
        null,
        getFirstPosition(run, batch),
        ofRun,
      );
    }
    await projectHeads(wave, layer, rows, z);
  });
}

/** Splits patched runs into chunks of one call, by the rows that they have after this attention. */
function packRuns({ model, maxRows }: WaveContext, patchedRuns: readonly PatchedRun[]): PatchedRun[][] {
  return packEvenly(patchedRuns, maxRows, ({ suffixLength }) => suffixLength / model.architecture.dModel);
}

function groupByStart(patchedRuns: readonly PatchedRun[]): PatchedRun[][] {
  return groupAdjacent(patchedRuns, ({ patch }) => patch.start);
}

/** Attention of patched runs that carry all positions from their start on. */
async function attendSuffixes(
  wave: WaveContext,
  layer: number,
  chunk: readonly PatchedRun[],
  patchedHeads: HeadSteps,
): Promise<void> {
  await wave.workspace.suffix.lend(countHeadNumbers(wave, chunk), async (qkv) => {
    await projectQkv(wave, layer, chunk, qkv);
    await attend(wave, layer, chunk, qkv, patchedHeads);
  });
}

/** Attention of patched runs that carry one position. From here on they carry all later positions too, from the base run. */
async function attendSingles(wave: WaveContext, layer: number, chunk: readonly PatchedRun[]): Promise<void> {
  const { model, runs, batch, workspace } = wave;
  const { dModel } = model.architecture;
  const width = attentionWidth(model.architecture);
  const perRun = batch.prompts * width;
  await workspace.suffix.lend(countHeadNumbers(wave, chunk), async (qkv) => {
    await workspace.single.lend(chunk.length * perRun, async (single) => {
      await projectQkv(wave, layer, chunk, single);
      let offset = 0;
      for (const [index, run] of chunk.entries()) {
        const end = offset + (run.suffixLength / dModel) * width;
        for (const name of QKV) {
          const ofRun = qkv[name].subarray(offset, end);
          copyPositions(runs.base.blocks[layer]![name], batch.prompts, run.patch.start, ofRun, width);
          const first = single[name].subarray(index * perRun, (index + 1) * perRun);
          replaceFirstPosition(ofRun, first, batch.prompts);
        }
        offset = end;
        extendToSuffix(wave, layer, run);
      }
    });
    await attend(wave, layer, chunk, qkv, new Map());
  });
}

/** How many numbers q, k, v or z of patched runs have over all positions from their starts on. */
function countHeadNumbers({ model }: WaveContext, chunk: readonly PatchedRun[]): number {
  const { dModel } = model.architecture;
  const rows = chunk.reduce((sum, { suffixLength }) => sum + suffixLength / dModel, 0);
  return rows * attentionWidth(model.architecture);
}

/** Extends a patched run that carries one position by the later positions of the base run's resid_pre. */
function extendToSuffix({ model, runs, batch }: WaveContext, layer: number, run: PatchedRun): void {
  const first = run.rows;
  const rows = run.extendToSuffix();
  const { pre } = runs.base.blocks[layer]!;
  copyPositions(pre, batch.prompts, run.patch.start, rows, model.architecture.dModel);
  replaceFirstPosition(rows, first, batch.prompts);
}

/** Keeps the last position of a patched run that carries several. */
function reduceToLast({ model, batch }: WaveContext, run: PatchedRun): void {
  const suffix = run.rows;
  const { dModel } = model.architecture;
  copyPositions(suffix, batch.prompts, batch.length - 1 - run.patch.start, run.reduceToLast(), dModel);
}

/** Attention and its projection into the residual stream. @param qkv of all positions that the patched runs carry. */
async function attend(
  wave: WaveContext,
  layer: number,
  chunk: readonly PatchedRun[],
  qkv: Qkv,
  patchedHeads: HeadSteps,
): Promise<void> {
  const { dModel } = wave.model.architecture;
  const width = attentionWidth(wave.model.architecture);
  await wave.workspace.z.lend(qkv.q.length, async (z) => {
    let offset = 0;
    for (const group of groupByStart(chunk)) {
      const perRun = (group[0]!.suffixLength / dModel) * width;
      const end = offset + group.length * perRun;
      await attendGroup(wave, layer, group, sliceQkv(qkv, offset, end), z.subarray(offset, end));
      for (const run of group) {
        const heads = patchedHeads.get(run);
        if (heads) {
          const own = sliceQkv(qkv, offset, offset + perRun);
          const ofRun = z.subarray(offset, offset + perRun);
          const values = run.patch.values ?? wave.runs.source;
          replaceHeadOutputs(wave, layer, heads, values, own, getFirstPosition(run, wave.batch), ofRun);
        }
        offset += perRun;
      }
    }
    const rows = chunk.map((run) => run.rows);
    await projectHeads(wave, layer, rows, z);
  });
}

function sliceQkv({ q, k, v }: Qkv, begin: number, end: number): Qkv {
  return { q: q.subarray(begin, end), k: k.subarray(begin, end), v: v.subarray(begin, end) };
}
