/** What all requests to an engine share. */
import type { ExpectedModel } from '../api';
import type { LoadedModel } from '../forward/model';
import { explainMemoryProblem } from '../memory';
import { checkModelIdentity, type ModelIdentity } from '../models/model-identity';
import type { ModelDirectories } from '../models/models';
import type { PatchingLimits } from '../patching/limits';
import type { ActivationCache } from './activation-cache';
import type { Executor } from './executor';
import type { ModelStore } from './model-store';
import type { RunTimeEstimator } from './run-time';

export interface Context {
  readonly executor: Executor;
  readonly directories: ModelDirectories;
  readonly store: ModelStore;
  readonly activations: ActivationCache;
  readonly runTime: RunTimeEstimator;
  /** Bytes of the activations of one batch. */
  readonly batchBytes: number;
  /** Bytes that a request may need beside the weights. */
  readonly memoryBytes: number;
  /** Causal pruning: leave out what causality makes equal to the base run. */
  readonly skipping: boolean;
  /** How much of a sweep is computed at once. */
  readonly limits: PatchingLimits;
  /** Planned operations that a request for patched runs may take. */
  readonly maxInterventionFlops: number;
  /** Planned operations that one part of a circuit's evaluation may take. */
  readonly maxCircuitFlops: number;
}

/** A model that is in memory as long as it is used, and its identity by the bytes that were loaded. */
export interface BorrowedModel {
  readonly id: string;
  readonly model: LoadedModel;
  readonly identity: ModelIdentity;
}

/**
 * Runs `use` with a model.
 *
 * @throws MODEL_UNAVAILABLE when it is missing, broken or not the expected one; ENGINE_FAILED when memory runs out.
 */
export async function withModel<T>(
  { store, activations }: Context,
  id: string,
  expected: ExpectedModel | undefined,
  use: (borrowed: BorrowedModel) => Promise<T>,
): Promise<T> {
  try {
    return await store.withModel(id, (model, identity) => {
      checkModelIdentity(id, identity, expected);
      return use({ id, model, identity });
    });
  } catch (error) {
    const explained = explainMemoryProblem(error);
    // Frees memory for the next attempt.
    if (explained !== error) activations.clear();
    throw explained;
  }
}
