/** Next-token predictions before and after one patch: computed on request, or read from those that a finding has stored. */
import type { Coordinates } from '../../../domain/cell';
import { badUserInput } from '../../errors';
import type { PromptPair, Run } from '../../db';
import { decodeGrid, decodePredictions } from '../../db/codec';
import type { SweepKind, TokenPrediction } from '../../engine/api';
import { createLoaders, type Loaders } from '../../loaders';
import type { Vocabulary } from '../../models/registry/installed';
import type { Services } from '../services';
import { readExperiment } from '../experiment';
import type { Prediction } from './predict';
import { createNoEngineError } from '../../engine-status';
import { cellIndex, type SweepRow } from '../results/sweep-view';

/** Next tokens that are shown and stored. */
export const TOP_PREDICTIONS = 10;

type InspectServices = Pick<Services, 'db' | 'models' | 'engine'>;

/** The most probable next tokens of one prompt in three runs, most probable first. */
export interface PatchedPredictions {
  /** The run that is patched, unpatched. */
  readonly base: readonly Prediction[];
  /** The run that the activation came from. */
  readonly source: readonly Prediction[];
  readonly patched: readonly Prediction[];
}

/**
 * Predictions after the patch of one cell, on one prompt.
 *
 * @param loaders of the request; they read many cells in one statement.
 * @throws BAD_USER_INPUT for a cell or prompt that is not there; MODEL_UNAVAILABLE; ENGINE_FAILED.
 */
export async function patchedPredictions(
  services: InspectServices,
  run: Run,
  sweep: SweepRow,
  place: Coordinates,
  prompt: number,
  loaders: Loaders = createLoaders(services),
): Promise<PatchedPredictions> {
  const grid = decodeGrid(sweep);
  const cell = cellIndex(grid, place);
  const pairs = await loaders.pairs.load(run.id);
  const pair = pairs[prompt];
  if (!pair) {
    const message = `There is no prompt ${prompt}; this run has prompts 0 to ${pairs.length - 1}.`;
    throw badUserInput([{ path: 'prompt', message }]);
  }
  const kept = await loaders.patchedPrediction.load({ runId: run.id, kind: sweep.kind, cell, prompt });
  if (kept) return decodePredictions(kept.rows);
  const unpatched = await predictUnpatched(services, run, [pair]);
  const patched = await predictPatched(services, run, grid.kind, cell, [pair]);
  return { ...unpatched[0]!, patched: patched[0]! };
}

/**
 * Computes and stores the predictions of some cells on the given prompts, so that they can be read without a model.
 *
 * @throws MODEL_UNAVAILABLE; ENGINE_FAILED.
 */
export async function keepPredictions(
  services: InspectServices,
  run: Run,
  cells: readonly { readonly kind: SweepKind; readonly cell: number }[],
  pairs: readonly PromptPair[],
): Promise<void> {
  const unpatched = await predictUnpatched(services, run, pairs);
  for (const { kind, cell } of cells) {
    const patched = await predictPatched(services, run, kind, cell, pairs);
    for (const [at, { index }] of pairs.entries()) {
      const key = { runId: run.id, kind, cell, prompt: index };
      const rows = JSON.stringify({ ...unpatched[at]!, patched: patched[at]! } satisfies PatchedPredictions);
      await services.db.patchedPrediction.upsert({
        where: { runId_kind_cell_prompt: key },
        create: { ...key, rows },
        update: { rows },
      });
    }
  }
}

/** Predictions of both unpatched runs, [prompt]. */
async function predictUnpatched(
  services: InspectServices,
  run: Run,
  pairs: readonly PromptPair[],
): Promise<Omit<PatchedPredictions, 'patched'>[]> {
  const { engine, models } = services;
  if (engine === null) throw createNoEngineError();
  const vocabulary = await models.vocabulary(run.modelId);
  const experiment = readExperiment(run, pairs);
  const result: Omit<PatchedPredictions, 'patched'>[] = [];
  for (const { clean, corrupted } of experiment.pairs) {
    const [onClean, onCorrupted] = [
      nameTokens(await engine.predict(run.modelId, clean, TOP_PREDICTIONS, experiment.expected), vocabulary),
      nameTokens(
        await engine.predict(run.modelId, corrupted, TOP_PREDICTIONS, experiment.expected),
        vocabulary,
      ),
    ];
    result.push(
      experiment.direction === 'DENOISING'
        ? { base: onCorrupted, source: onClean }
        : { base: onClean, source: onCorrupted },
    );
  }
  return result;
}

/** Predictions after the patch of one cell, [prompt][rank]. */
async function predictPatched(
  { engine, models }: InspectServices,
  run: Run,
  kind: SweepKind,
  cell: number,
  pairs: readonly PromptPair[],
): Promise<Prediction[][]> {
  if (engine === null) throw createNoEngineError();
  const vocabulary = await models.vocabulary(run.modelId);
  const predictions: Prediction[][] = [];
  // One pair a request, so that other requests run in between.
  for (const pair of pairs) {
    const experiment = readExperiment(run, [pair]);
    const [rows] = await engine.patched({ experiment, kind, cell, top: TOP_PREDICTIONS });
    predictions.push(nameTokens(rows!, vocabulary));
  }
  return predictions;
}

function nameTokens(rows: readonly TokenPrediction[], vocabulary: Vocabulary): Prediction[] {
  return rows.map(({ tokenId, logit, probability }) => ({
    token: { id: tokenId, text: vocabulary.tokenText(tokenId) },
    logit,
    probability,
  }));
}
