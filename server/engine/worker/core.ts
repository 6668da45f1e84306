/**
 * The engine inside one process: answers every request of the `Computation` interface.
 *
 * One run computes at a time; short requests are answered between its calls of ONNX Runtime.
 */
import { countSteps } from '../../../domain/pair-groups';
import { MAX_CIRCUIT_FLOPS, MAX_INTERVENTION_FLOPS } from '../../../domain/limits';
import { config } from '../../config';
import {
  DEFAULT_METRICS,
  listDirections,
  type Computation,
  type ComputedBy,
  type Estimate,
  type Experiment,
  type Provenance,
  type RunOptions,
  type SweepKind,
} from '../api';
import { createModelDirectories } from '../models/models';
import { DEFAULT_LIMITS, type PatchingLimits } from '../patching/limits';
import { countFlops } from '../patching/cost';
import { countMetricFlops } from '../patching/flops';
import { readMemoryLimit, shareMemory } from '../patching/memory-plan';
import { chooseProvider, RUNTIME } from '../runtime/session';
import { ENGINE_VERSION } from '../version';
import { createActivationCache } from './activation-cache';
import { attribute } from './attribute';
import { attributeNeurons } from './attribute-neurons';
import { splitIntoBatches, type Batch } from './batches';
import { checkKinds } from './check-input';
import { evaluateCircuit } from './circuit';
import { evaluateEdgeCircuit } from './edge-circuit';
import { withModel, type Context } from './context';
import { createExecutor } from './executor';
import { readLens } from './read-lens';
import { patchNeurons } from './neurons';
import { createModelStore, type ModelStore } from './model-store';
import { planEdges } from './run-edges';
import type { CoreState } from './report';
import { checkNotCancelled } from './run-experiment';
import { createRunTimeEstimator } from './run-time';
import { predictTogether } from './predict-together';
import { computeMeanPattern, predict, predictPatched } from './short-requests';
import { computeWholeBaseline, expandChecked, interveneWhole, runWhole, withOneToken } from './whole-answers';

export interface CoreOptions {
  /** Folders of models. */
  readonly folders?: readonly string[];
  /** Bytes for models, kept activations and batches. */
  readonly maxBytes?: number;
  /** Bytes that a request may need beside the weights; a test of the refusal gives few. */
  readonly memoryBytes?: number;
  /** False turns causal pruning off, so that a test can show that it changes nothing. */
  readonly skipping?: boolean;
  /** How much of a sweep is computed at once; a test of the splitting gives small ones. */
  readonly limits?: PatchingLimits;
  /** Planned operations that a request for patched runs may take; a test of the refusal gives few. */
  readonly maxInterventionFlops?: number;
  /** Likewise for one part of a circuit's evaluation. */
  readonly maxCircuitFlops?: number;
  /** Where models come from; by default from `folders`. */
  readonly store?: ModelStore;
}

/** An engine that computes in this process. */
export interface Core extends Computation {
  /** What it has done, and the models in its memory. */
  state(): CoreState;
}

/** Makes an engine that computes in this process. */
export function createCore(options: CoreOptions = {}): Core {
  const shares = shareMemory(options.maxBytes ?? config.engineMemoryMb * 2 ** 20);
  const directories = createModelDirectories(options.folders ?? config.modelsDirs);
  const executor = createExecutor();
  const context: Context = {
    executor,
    directories,
    store: options.store ?? createModelStore(directories, shares.models),
    activations: createActivationCache(shares.kept),
    runTime: createRunTimeEstimator(),
    batchBytes: shares.batch,
    memoryBytes: options.memoryBytes ?? readMemoryLimit(config),
    skipping: options.skipping ?? true,
    limits: options.limits ?? DEFAULT_LIMITS,
    maxInterventionFlops: options.maxInterventionFlops ?? MAX_INTERVENTION_FLOPS,
    maxCircuitFlops: options.maxCircuitFlops ?? MAX_CIRCUIT_FLOPS,
  };
  return {
    run: (experiment, kinds, runOptions) =>
      executor.runLong(() => runWithProvenance(context, experiment, kinds, runOptions)),
    baseline: (experiment) =>
      executor.runShort(() =>
        withModel(context, experiment.model, experiment.expected, (borrowed) =>
          computeWholeBaseline(context, borrowed, experiment),
        ),
      ),
    estimate: (experiment, kinds) => estimate(context, experiment, kinds),
    predict: (id, prompt, top, expected, named) =>
      executor.runShort(() =>
        withModel(context, id, expected, (borrowed) => predict(context, borrowed, prompt, top, named)),
      ),
    attention: (request) =>
      executor.runShort(() =>
        withModel(context, request.model, request.expected, (borrowed) =>
          computeMeanPattern(context, borrowed, request),
        ),
      ),
    patched: (request) =>
      executor.runShort(() =>
        withModel(context, request.experiment.model, request.experiment.expected, (borrowed) =>
          predictPatched(context, borrowed, request),
        ),
      ),
    intervene: (request, signal) =>
      executor.runShort(() =>
        withModel(context, request.experiment.model, request.experiment.expected, (borrowed) =>
          interveneWhole(context, borrowed, request, signal),
        ),
      ),
    predictTogether: (request) =>
      executor.runShort(() =>
        withModel(context, request.experiment.model, request.experiment.expected, (borrowed) =>
          predictTogether(context, borrowed, request),
        ),
      ),
    attribute: (request) =>
      executor.runShort(() =>
        withOneToken(context, request.experiment, 'Direct logit attribution', (borrowed) =>
          attribute(context, borrowed, request),
        ),
      ),
    neurons: (request, signal) =>
      executor.runShort(() =>
        withOneToken(context, request.experiment, 'Patching of neurons', (borrowed) =>
          patchNeurons(context, borrowed, request, signal),
        ),
      ),
    circuit: (request, signal) =>
      executor.runShort(() =>
        withOneToken(context, request.experiment, 'The evaluation of a circuit', (borrowed) =>
          evaluateCircuit(context, borrowed, request, signal),
        ),
      ),
    edgeCircuit: (request, signal) =>
      executor.runShort(() =>
        withOneToken(context, request.experiment, 'The evaluation of a circuit of edges', (borrowed) =>
          evaluateEdgeCircuit(context, borrowed, request, signal),
        ),
      ),
    attributeNeurons: (request) =>
      executor.runShort(() =>
        withOneToken(context, request.experiment, 'The attribution of neurons', (borrowed) =>
          attributeNeurons(context, borrowed, request),
        ),
      ),
    readLens: (request, signal) =>
      executor.runShort(() =>
        withOneToken(context, request.experiment, 'The logit lens', (borrowed) =>
          readLens(context, borrowed, request, signal),
        ),
      ),
    provider: chooseProvider,
    close: () => context.store.close(),
    state: () => ({ busyMs: executor.busyMs(), models: context.store.list() }),
  };
}

async function runWithProvenance(
  context: Context,
  experiment: Experiment,
  kinds: readonly SweepKind[],
  options: RunOptions,
): Promise<Provenance> {
  checkNotCancelled(options.signal);
  const started = performance.now();
  // An engine that dies after this event, even while the model is loaded, died of this run.
  options.onEvent({ type: 'started' });
  return withModel(context, experiment.model, experiment.expected, async (borrowed) => {
    const computedBy: ComputedBy = {
      modelSha256: borrowed.identity.weightsSha256,
      modelDigest: borrowed.identity.digest,
      engineVersion: ENGINE_VERSION,
      runtime: RUNTIME,
      provider: await chooseProvider(),
    };
    const checks = await runWhole(context, borrowed, computedBy, experiment, kinds, options);
    return { ...computedBy, elapsedMs: performance.now() - started, checks };
  });
}

/** Reads the sizes from config.json; the model is not loaded. */
async function estimate(context: Context, asked: Experiment, kinds: readonly SweepKind[]): Promise<Estimate> {
  const { directories, runTime } = context;
  const experiment = expandChecked(asked, kinds);
  const { architecture } = await directories.locate(experiment.model);
  const directions = listDirections(experiment);
  const batchesByDirection = directions.map((direction) =>
    splitIntoBatches(experiment, architecture, context, direction),
  );
  checkKinds(kinds, countSteps(experiment), experiment.pairs);
  const { metrics = DEFAULT_METRICS } = experiment;
  const edges = planEdges(
    experiment,
    architecture,
    (direction) => batchesByDirection[directions.indexOf(direction)]!,
  );
  const countBatch = (kind: SweepKind, batch: Batch): number =>
    countFlops(kind, architecture, batch, batch.prompts * countMetricFlops(metrics, architecture));
  const flops = batchesByDirection
    .flatMap((batches) => kinds.flatMap((kind) => batches.map((batch) => countBatch(kind, batch))))
    .reduce((sum, each) => sum + each, edges.flops);
  const layers = edges.passes + kinds.length * batchesByDirection.flat().length * architecture.layers;
  return { flops, estimatedMs: runTime.estimate({ model: experiment.model, flops, layers }) };
}
