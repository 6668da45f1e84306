/** What one patch makes the model predict, beside what it predicts without: computed when asked for, kept once published. */
import { badUserInput } from '../errors';
import type { PromptPair, Run } from '../db';
import type { AxisName, SweepKind, TokenPrediction } from '../engine/types';
import type { Services } from '../services';
import { experimentOf } from './experiment';
import type { Prediction } from './predict';
import { noEngine } from './submit';
import type { SweepData, SweepRow } from './sweep-view';

/** How many next tokens are shown and kept. */
export const TOP_PREDICTIONS = 10;

/** The most probable next tokens of one prompt in three runs, most probable first. */
export interface PatchedPredictions {
  /** The run that is patched, unpatched. */
  readonly base: readonly Prediction[];
  /** The run that the activation came from. */
  readonly source: readonly Prediction[];
  readonly patched: readonly Prediction[];
}

/** A step along each axis of a sweep; null for an axis that it has not. */
export interface CellPlace {
  readonly layer: number;
  readonly head: number | null;
  readonly position: number | null;
}

/**
 * Predictions after the patch of one cell, on one prompt.
 *
 * @throws BAD_USER_INPUT for a cell or prompt that is not there; MODEL_UNAVAILABLE; ENGINE_FAILED.
 */
export async function patchedPredictions(
  services: Services,
  run: Run,
  sweep: SweepRow,
  place: CellPlace,
  prompt: number,
): Promise<PatchedPredictions> {
  const { db } = services;
  const cell = cellIndex(
    {
      kind: sweep.kind as SweepKind,
      axes: JSON.parse(sweep.axes) as AxisName[],
      shape: JSON.parse(sweep.shape) as number[],
    },
    place,
  );
  const pairs = await db.promptPair.findMany({ where: { runId: run.id }, orderBy: { index: 'asc' } });
  const pair = pairs[prompt];
  if (!pair) {
    const message = `There is no prompt ${prompt}; this run has prompts 0 to ${pairs.length - 1}.`;
    throw badUserInput([{ path: 'prompt', message }]);
  }
  const kept = await db.patchedPrediction.findUnique({
    where: { runId_kind_cell_prompt: { runId: run.id, kind: sweep.kind, cell, prompt } },
  });
  if (kept) return JSON.parse(kept.rows) as PatchedPredictions;
  const [computed] = await computePredictions(services, run, sweep.kind as SweepKind, cell, [pair]);
  return computed!;
}

/**
 * Computes and keeps the predictions of a cell on the given prompts, so that reading them needs no model.
 *
 * @throws MODEL_UNAVAILABLE; ENGINE_FAILED.
 */
export async function keepPredictions(
  services: Services,
  run: Run,
  kind: SweepKind,
  cell: number,
  pairs: readonly PromptPair[],
): Promise<void> {
  const computed = await computePredictions(services, run, kind, cell, pairs);
  for (const [at, { index }] of pairs.entries()) {
    const key = { runId: run.id, kind, cell, prompt: index };
    const rows = JSON.stringify(computed[at]);
    await services.db.patchedPrediction.upsert({
      where: { runId_kind_cell_prompt: key },
      create: { ...key, rows },
      update: { rows },
    });
  }
}

/** Row-major index of a cell in a sweep's shape. @throws BAD_USER_INPUT for one that is not there. */
export function cellIndex(
  { kind, axes, shape }: Pick<SweepData, 'axes' | 'shape' | 'kind'>,
  place: CellPlace,
): number {
  let cell = 0;
  for (const [axis, name] of axes.entries()) {
    const step = place[name];
    const length = shape[axis]!;
    if (step === null || !Number.isInteger(step) || step < 0 || step >= length) {
      const message =
        step === null
          ? `${kind} has a cell for each ${axes.join(' and ')}; give the ${name}, 0 to ${length - 1}.`
          : `There is no ${name} ${step}; ${kind} has ${name}s 0 to ${length - 1}.`;
      throw badUserInput([{ path: name, message }]);
    }
    cell = cell * length + step;
  }
  return cell;
}

async function computePredictions(
  { engine, models }: Services,
  run: Run,
  kind: SweepKind,
  cell: number,
  pairs: readonly PromptPair[],
): Promise<PatchedPredictions[]> {
  if (engine === null) throw noEngine();
  const tokenizer = await models.tokenizer(run.modelId);
  const read = (rows: readonly TokenPrediction[]): Prediction[] =>
    rows.map(({ tokenId, logit, probability }) => ({
      token: { id: tokenId, text: tokenizer.tokenText(tokenId) },
      logit,
      probability,
    }));
  const experiment = experimentOf(run, pairs);
  const patched = await engine.patched({ experiment, kind, cell, top: TOP_PREDICTIONS });
  const result: PatchedPredictions[] = [];
  for (const [at, { clean, corrupted }] of experiment.pairs.entries()) {
    const [onClean, onCorrupted] = [
      read(await engine.predict(run.modelId, clean, TOP_PREDICTIONS)),
      read(await engine.predict(run.modelId, corrupted, TOP_PREDICTIONS)),
    ];
    result.push({
      base: experiment.direction === 'DENOISING' ? onCorrupted : onClean,
      source: experiment.direction === 'DENOISING' ? onClean : onCorrupted,
      patched: read(patched[at]!),
    });
  }
  return result;
}
