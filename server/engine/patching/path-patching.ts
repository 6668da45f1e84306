/**
 * Path patching (Wang et al. 2022, arXiv 2211.00593, appendix B): the effect of senders on the logits, or on the queries, keys
 * and values of receivers, along the direct path.
 *
 * To receivers: their inputs are read on the direct path, and a base run takes them there; everything behind them is computed as
 * usual. Several receivers are patched together.
 */
import type { LoadedModel } from '../forward/model';
import { attentionWidth } from '../models/architecture';
import type { NormRule, PatchPath } from '../interventions';
import { passDirectPath } from './direct-path';
import { getEntry } from './entries/registry';
import { DEFAULT_LIMITS } from './limits';
import { packInOrder } from './packing';
import { allocateRuns, type PatchedRun } from './patched-run';
import {
  compareDepth,
  planPatch,
  type BatchShape,
  type Intervention,
  type Patch,
  type PlannedIntervention,
} from './plan';
import { createFreezeNorm, ReceiverValues, type FreezeNorm, type ReceiverArrays } from './receivers';
import type { RunPair } from './run-pair';
import type { PatchingOptions, WaveContext } from './wave-context';
import { runPatches, type OnRows } from './waves';
import { takeLastPosition } from './batch-metrics';
import { Workspace, type Qkv } from './workspace';

/** Which array of a block a receiver reads, by its activation. */
const ARRAY_BY_HOOK: Readonly<Record<string, keyof Qkv>> = {
  'blocks.{layer}.attn.hook_q': 'q',
  'blocks.{layer}.attn.hook_k': 'k',
  'blocks.{layer}.attn.hook_v': 'v',
};

/**
 * Plans the direct path of senders.
 *
 * @returns null when they reach no receiver, so that the result is the base run.
 */
export function planSenders(
  senders: readonly Intervention[],
  { receivers }: PatchPath,
  batch: BatchShape,
): Patch | null {
  const { firstDifference, length } = batch;
  if (firstDifference >= length) return null;
  const last = length - 1;
  const deepest = Math.max(...receivers.map(({ layer }) => layer));
  const isEffective = ({ entry, layer, position }: PlannedIntervention): boolean => {
    if (position !== null && position < firstDifference) return false;
    const isReadLater = entry.point === 'heads' && entry.isReadLater;
    if (receivers.length === 0) return position === null || position === last || isReadLater;
    return layer < deepest || (layer === deepest && entry.point === 'pre');
  };
  const [first, ...others] = senders
    .map((sender) => ({ ...sender, entry: getEntry(sender.site) }))
    .filter(isEffective)
    .toSorted(compareDepth);
  if (!first) return null;
  const positions = [first, ...others].map(({ position }) => position ?? firstDifference);
  const start = receivers.length === 0 ? last : Math.min(...positions);
  return { interventions: [first, ...others], start, isLocal: false };
}

/**
 * Computes path patches, one for each set of senders.
 *
 * @param runs base run, and the run that the senders' values come from.
 * @throws Error for receivers that are not queries, keys or values.
 */
export async function runPathPatches(
  model: LoadedModel,
  runs: RunPair,
  senders: readonly (readonly Intervention[])[],
  path: PatchPath,
  batch: BatchShape,
  onRows: OnRows,
  options: PatchingOptions,
): Promise<void> {
  const { maxRows, waveBytes } = options.limits ?? DEFAULT_LIMITS;
  const { beforeCall } = options;
  const wave: WaveContext = { model, runs, batch, workspace: new Workspace(), maxRows, beforeCall };
  const arrays = listReceiverArrays(path.receivers);
  const freeze = await prepareFreeze(wave, arrays, path.layerNorm);
  const unpatched = takeLastPosition(runs.base);
  const tasks: Task[] = [];
  for (const [index, set] of senders.entries()) {
    const patch = planSenders(set, path, batch);
    if (patch) tasks.push({ index, patch });
    else await onRows(index, unpatched);
  }
  const bytes = countTaskBytes(wave, arrays);
  for (const part of packInOrder(tasks, waveBytes, ({ patch }) => bytes(patch))) {
    const { inCallOrder, inPatchOrder } = allocateRuns(
      part.map(({ patch }) => patch),
      batch,
      model.architecture.dModel,
    );
    const values = new Map(inPatchOrder.map((run) => [run, new ReceiverValues(runs.base, arrays)]));
    await passDirectPath(wave, inCallOrder, {
      mlps: path.mlps,
      reported: new Set(arrays.keys()),
      report(run, layer, qkv) {
        freeze.get(layer)?.(run, qkv);
        values.get(run)!.note(layer, run.patch.start, qkv);
      },
    });
    if (path.receivers.length === 0) {
      for (const [at, { index }] of part.entries()) await onRows(index, inPatchOrder[at]!.rows);
      continue;
    }
    const patches = inPatchOrder.map((run) => planReceivers(run, path.receivers, wave, values.get(run)!));
    const onPatched: OnRows = (at, rows) => onRows(part[at]!.index, rows);
    await runPatches(model, runs, patches, batch, onPatched, options);
  }
}

/** One set of senders. */
interface Task {
  readonly index: number;
  readonly patch: Patch;
}

/** The patch of a base run whose receivers take the values of the direct path. */
function planReceivers(
  { patch: { start } }: PatchedRun,
  receivers: readonly Intervention[],
  { model, batch }: WaveContext,
  values: ReceiverValues,
): Patch | null {
  // Positions before the first sender equal the base run.
  const patch = planPatch(receivers, model.architecture, { ...batch, firstDifference: start });
  return patch && { ...patch, values: values.read() };
}

function listReceiverArrays(receivers: readonly Intervention[]): ReceiverArrays {
  const arrays = new Map<number, Set<keyof Qkv>>();
  for (const { site, layer } of receivers) {
    const name = ARRAY_BY_HOOK[getEntry(site).hook];
    if (!name) throw new Error(`A receiver of path patching is q, k or v of a head, not ${site}.`);
    const known = arrays.get(layer);
    if (known) known.add(name);
    else arrays.set(layer, new Set([name]));
  }
  return arrays;
}

async function prepareFreeze(
  wave: WaveContext,
  arrays: ReceiverArrays,
  layerNorm: NormRule,
): Promise<ReadonlyMap<number, FreezeNorm>> {
  const freeze = new Map<number, FreezeNorm>();
  if (layerNorm === 'recomputed') return freeze;
  for (const layer of arrays.keys()) freeze.set(layer, await createFreezeNorm(wave, layer));
  return freeze;
}

/** Bytes of a task: its rows, and the receivers' values. */
function countTaskBytes(
  { model: { architecture }, batch: { prompts, length } }: WaveContext,
  arrays: ReceiverArrays,
): (patch: Patch) => number {
  const copies = [...arrays.values()].reduce((sum, names) => sum + names.size, 0);
  const ofValues = copies * prompts * length * attentionWidth(architecture);
  return ({ start }) => 4 * (ofValues + prompts * (length - start) * architecture.dModel);
}
