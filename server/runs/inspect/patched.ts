/** Next-token predictions before and after one patch: computed on request, or read from those that a finding has stored. */
import { MAX_PAIRS } from '../../../domain/limits';
import { SERVER } from '../../accounts/visibility';
import type { Coordinates } from '../../../domain/cell';
import { listAnswerTokens } from '../../../domain/experiment';
import { badUserInput } from '../../errors';
import type { PromptPair, Run } from '../../db';
import { decodeDirection, decodeGrid, decodePredictions, decodeSweepDirection } from '../../db/codec';
import type { Direction, SweepKey, SweepKind } from '../../engine/api';
import type { TokenPrediction } from '../../engine/inspection';
import { createRunLoaders, type RunLoaders } from '../loaders';
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
  /** The correct answer in each run; null in stored predictions that are older than it. */
  readonly correct: {
    readonly base: Prediction;
    readonly source: Prediction;
    readonly patched: Prediction;
  } | null;
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
  loaders: Pick<RunLoaders, 'pairs' | 'patchedPrediction'> = createRunLoaders(services.db, SERVER),
): Promise<PatchedPredictions> {
  const grid = decodeGrid(sweep);
  const cell = cellIndex(grid, place);
  const pairs = await loaders.pairs.load(run.id);
  const pair = pairs[prompt];
  if (!pair) {
    const message =
      run.batches > 1 && prompt >= 0 && prompt < run.pairCount!
        ? `Predictions of a run of more than ${MAX_PAIRS} pairs are those of its first ${MAX_PAIRS}; choose a prompt from 0 to ${MAX_PAIRS - 1}.`
        : `There is no prompt ${prompt}; this run has prompts 0 to ${pairs.length - 1}.`;
    throw badUserInput([{ path: 'prompt', message }]);
  }
  const { kind, direction } = sweep;
  const kept = await loaders.patchedPrediction.load({ runId: run.id, kind, direction, cell, prompt });
  if (kept) return readKept(kept.rows);
  const key = { kind: grid.kind, direction: decodeSweepDirection(direction) };
  const [unpatched] = await predictUnpatched(services, run, key.direction, [pair]);
  const [patched] = await predictPatched(services, run, key, cell, [pair]);
  return joinRuns(unpatched!, patched!);
}

/** Stored predictions; rows that are older than ranks are in the order of their ranks. */
function readKept(text: string): PatchedPredictions {
  const { base, source, patched, correct } = decodePredictions(text);
  const number = (rows: typeof base): Prediction[] => rows.map((row, rank) => ({ ...row, rank }));
  return {
    base: number(base),
    source: number(source),
    patched: number(patched),
    correct: correct ?? null,
  };
}

/** Rows of one prompt: the most probable tokens, and the correct answer. */
export interface PromptRows {
  readonly top: readonly Prediction[];
  readonly correct: Prediction;
}

/** Joins the predictions of one prompt in its three runs. */
export function joinRuns(
  { base, source }: { readonly base: PromptRows; readonly source: PromptRows },
  patched: PromptRows,
): PatchedPredictions {
  return {
    base: base.top,
    source: source.top,
    patched: patched.top,
    correct: { base: base.correct, source: source.correct, patched: patched.correct },
  };
}

/**
 * Computes and stores the predictions of some cells, in the run's first direction, on the given prompts, so that they can be read without a model.
 *
 * @throws MODEL_UNAVAILABLE; ENGINE_FAILED.
 */
export async function keepPredictions(
  services: InspectServices,
  run: Run,
  cells: readonly { readonly kind: SweepKind; readonly cell: number }[],
  pairs: readonly PromptPair[],
): Promise<void> {
  const direction = decodeDirection(run.direction);
  const unpatched = await predictUnpatched(services, run, direction, pairs);
  for (const { kind, cell } of cells) {
    const patched = await predictPatched(services, run, { kind, direction }, cell, pairs);
    for (const [at, { index }] of pairs.entries()) {
      const key = { runId: run.id, kind, direction, cell, prompt: index };
      const rows = JSON.stringify(joinRuns(unpatched[at]!, patched[at]!));
      await services.db.patchedPrediction.upsert({
        where: { runId_kind_direction_cell_prompt: key },
        create: { ...key, rows },
        update: { rows },
      });
    }
  }
}

/** Predictions of both unpatched runs, [prompt]. */
export async function predictUnpatched(
  services: InspectServices,
  run: Run,
  direction: Direction,
  pairs: readonly PromptPair[],
): Promise<{ readonly base: PromptRows; readonly source: PromptRows }[]> {
  const { engine, models } = services;
  if (engine === null) throw createNoEngineError();
  const vocabulary = await models.vocabulary(run.modelId);
  const { pairs: tokenPairs, expected } = readExperiment(run, pairs);
  const result: { base: PromptRows; source: PromptRows }[] = [];
  for (const { clean, corrupted, correct } of tokenPairs) {
    const predict = async (prompt: readonly number[]): Promise<PromptRows> =>
      splitRows(
        await engine.predict(run.modelId, prompt, TOP_PREDICTIONS, expected, listAnswerTokens(correct)),
        listAnswerTokens(correct).length,
        vocabulary,
      );
    const [onClean, onCorrupted] = [await predict(clean), await predict(corrupted)];
    result.push(
      direction === 'DENOISING'
        ? { base: onCorrupted, source: onClean }
        : { base: onClean, source: onCorrupted },
    );
  }
  return result;
}

/** Predictions after the patch of one cell, [prompt]. */
async function predictPatched(
  { engine, models }: InspectServices,
  run: Run,
  { kind, direction }: SweepKey,
  cell: number,
  pairs: readonly PromptPair[],
): Promise<PromptRows[]> {
  if (engine === null) throw createNoEngineError();
  const vocabulary = await models.vocabulary(run.modelId);
  const predictions: PromptRows[] = [];
  // One pair a request, so that other requests run in between.
  for (const pair of pairs) {
    const experiment = { ...readExperiment(run, [pair]), direction, directions: undefined };
    const named = experiment.pairs.map(({ correct }) => listAnswerTokens(correct));
    const [rows] = await engine.patched({ experiment, kind, cell, top: TOP_PREDICTIONS, named });
    predictions.push(splitRows(rows!, named[0]!.length, vocabulary));
  }
  return predictions;
}

/**
 * Splits the engine's rows.
 *
 * @param answers number of the last rows, which are those of the correct answer. Of a set the most probable token counts.
 */
export function splitRows(
  rows: readonly TokenPrediction[],
  answers: number,
  vocabulary: Vocabulary,
): PromptRows {
  const named = rows.map(({ tokenId, logit, probability, rank }) => ({
    token: { id: tokenId, text: vocabulary.tokenText(tokenId) },
    logit,
    probability,
    rank,
  }));
  const [correct] = named.slice(-answers).toSorted((a, b) => a.rank - b.rank);
  return { top: named.slice(0, -answers), correct: correct! };
}
