/**
 * The engine inside one process: models, plans and sweeps behind the `Computation` interface.
 *
 * One run computes at a time; predictions, baselines and attention patterns pass between its calls of ONNX Runtime.
 */
import { config } from '../../config';
import { AppError } from '../../errors';
import { batchesOf, createActivationCache, type Batch } from './batches';
import { checkAttention, checkCell, checkPrompt } from './check-input';
import { createModelDirectories } from '../models/models';
import { describeMetric } from '../../../domain/metrics';
import { mapMetrics } from '../metrics/registry';
import type { LoadedModel } from '../forward/model';
import { MAX_ROWS } from '../forward/forward';
import { logits, topTokens } from '../forward/unembed';
import { createExecutor } from './executor';
import { checkFinite } from '../forward/finite';
import { explainMemoryProblem } from '../memory';
import { checkModelIdentity, type ModelIdentity } from '../models/model-identity';
import { createModelStore } from './model-store';
import { createPace } from './pace';
import { checkRun } from '../patching/checks';
import { createBatchMetrics, measureRun } from '../patching/batch-metrics';
import type { PatchingLimits } from '../patching/limits';
import type { RunPair } from '../patching/run-pair';
import { siteOfKind } from '../../../domain/sites';
import { planSweep } from '../patching/plan';
import { findPatch, groupSweeps, runPatch, runSweeps } from '../patching/sweep';
import { chooseProvider, RUNTIME } from '../runtime/session';
import {
  DEFAULT_METRICS,
  type Baseline,
  type ByMetric,
  type Computation,
  type Estimate,
  type Experiment,
  type ExpectedModel,
  type Provenance,
  type RunOptions,
  type SanityCheck,
  type SweepKind,
  type SweepResult,
  type TokenPrediction,
} from '../api';
import { ENGINE_VERSION } from '../version';

export interface CoreOptions {
  /** Folders of models. */
  readonly folders?: readonly string[];
  /** Bytes for models and kept activations. */
  readonly maxBytes?: number;
  /** False computes every cell from the first position on: for tests that show that skipping changes nothing. */
  readonly skipping?: boolean;
  /** How much of a sweep is computed at once: for tests of its splitting. */
  readonly limits?: PatchingLimits;
}

/** Makes an engine that computes in this process. */
export function createCore(options: CoreOptions = {}): Computation {
  const folders = options.folders ?? config.modelsDirs;
  const maxBytes = options.maxBytes ?? config.engineMemoryMb * 2 ** 20;
  const skipping = options.skipping ?? true;
  const { limits } = options;
  const executor = createExecutor();
  const directories = createModelDirectories(folders);
  const store = createModelStore(directories, maxBytes / 2);
  const activations = createActivationCache(maxBytes / 4);
  const batchBytes = maxBytes / 4;
  const pace = createPace();

  /** Lends a model that is known to be the expected one; running out of memory is said in words. */
  const withModel = async <T>(
    id: string,
    expected: ExpectedModel | undefined,
    use: (model: LoadedModel, identity: ModelIdentity) => Promise<T>,
  ): Promise<T> => {
    try {
      return await store.withModel(id, (model, identity) => {
        checkModelIdentity(id, identity, expected);
        return use(model, identity);
      });
    } catch (error) {
      const explained = explainMemoryProblem(error);
      // What can be given back now is there for the next attempt.
      if (explained !== error) activations.clear();
      throw explained;
    }
  };

  const runsOf = async (
    model: LoadedModel,
    digest: string,
    batch: Batch,
    direction: Experiment['direction'],
    beforeCall: () => Promise<void>,
  ): Promise<RunPair & { clean: RunPair['base']; corrupted: RunPair['base'] }> => {
    const run = (side: 'clean' | 'corrupted') =>
      activations.run(
        model,
        digest,
        batch.pairs.map((pair) => pair[side]),
        beforeCall,
      );
    const [clean, corrupted] = [await run('clean'), await run('corrupted')];
    const isDenoising = direction === 'DENOISING';
    return {
      clean,
      corrupted,
      base: isDenoising ? corrupted : clean,
      source: isDenoising ? clean : corrupted,
    };
  };

  const baselineOf = async (
    model: LoadedModel,
    digest: string,
    { model: id, direction, metrics: ids = DEFAULT_METRICS }: Experiment,
    batches: readonly Batch[],
    beforeCall: () => Promise<void>,
  ): Promise<Baseline> => {
    const clean: ByMetric<Float32Array>[] = [];
    const corrupted: ByMetric<Float32Array>[] = [];
    for (const batch of batches) {
      const runs = await runsOf(model, digest, batch, direction, beforeCall);
      const metrics = await createBatchMetrics(model, ids, batch.pairs, runs);
      clean.push(await measureRun(model, metrics, runs.clean));
      corrupted.push(await measureRun(model, metrics, runs.corrupted));
    }
    const values = mapMetrics(ids, (metric) => ({
      clean: concatenate(clean.map((part) => part[metric]!)),
      corrupted: concatenate(corrupted.map((part) => part[metric]!)),
    }));
    for (const metric of ids) {
      checkFinite(id, `${describeMetric(metric).title} values of the clean prompts`, values[metric]!.clean);
      checkFinite(
        id,
        `${describeMetric(metric).title} values of the corrupted prompts`,
        values[metric]!.corrupted,
      );
    }
    return { values };
  };

  /** What a short request does before each call: nothing, unless it is so large that others would wait for it. */
  const courtesy = (prompts: number, length: number): (() => Promise<void>) =>
    prompts * length > MAX_ROWS ? () => executor.yieldToShort() : pass;

  const compute = async (
    model: LoadedModel,
    digest: string,
    experiment: Experiment,
    kinds: readonly SweepKind[],
    { onEvent, signal }: RunOptions,
  ): Promise<readonly SanityCheck[]> => {
    const beforeCall = async (): Promise<void> => {
      await executor.yieldToShort();
      if (signal?.aborted) throw new AppError('RUN_CANCELLED', 'The run was cancelled.');
    };
    const batches = batchesOf(experiment, model.architecture, batchBytes);
    const plans = kinds.map((kind) =>
      batches.map((batch) => planSweep(kind, model.architecture, batch, skipping)),
    );
    const total = plans.flat().reduce((sum, { flops }) => sum + flops, 0);
    const baseline = await baselineOf(model, digest, experiment, batches, beforeCall);
    onEvent({ type: 'baseline', baseline });
    const started = performance.now();
    let done = 0;
    const report = (flops: number): void => {
      done = Math.min(total, done + flops);
      const elapsedMs = performance.now() - started;
      const remainingMs = done > 0 ? (elapsedMs * (total - done)) / done : null;
      onEvent({ type: 'progress', fraction: total > 0 ? done / total : 1, elapsedMs, remainingMs });
    };
    const metricIds = experiment.metrics ?? DEFAULT_METRICS;
    const ofFirstBatch = plans.map(([first]) => first!);
    for (const group of groupSweeps(ofFirstBatch, batches[0]!, limits)) {
      const groupStarted = performance.now();
      const indices = group.map(({ kind }) => kinds.indexOf(kind));
      const parts: ByMetric<Float32Array>[][] = [];
      for (const [at, batch] of batches.entries()) {
        const runs = await runsOf(model, digest, batch, experiment.direction, beforeCall);
        const ofBatch = indices.map((index) => plans[index]![at]!);
        const metrics = await createBatchMetrics(model, metricIds, batch.pairs, runs);
        const patching = { beforeCall, onWork: report, limits };
        parts.push(await runSweeps(model, runs, ofBatch, batch, metrics, patching));
      }
      const elapsedMs = performance.now() - groupStarted;
      const flopsOf = indices.map((index) => plans[index]!.reduce((sum, { flops }) => sum + flops, 0));
      const ofGroup = flopsOf.reduce((sum, flops) => sum + flops, 0);
      for (const [at, { kind, shape }] of group.entries()) {
        const values = mapMetrics(metricIds, (metric) =>
          concatenate(parts.map((part) => part[at]![metric]!)),
        );
        for (const metric of metricIds)
          checkFinite(experiment.model, `${describeMetric(metric).title} values of ${kind}`, values[metric]!);
        const sweep: SweepResult = {
          kind,
          axes: siteOfKind(kind).axes,
          shape,
          values,
          // Of sweeps that are computed together each has its share.
          elapsedMs: ofGroup > 0 ? (elapsedMs * flopsOf[at]!) / ofGroup : elapsedMs / group.length,
          flops: flopsOf[at]!,
        };
        onEvent({ type: 'sweep', sweep });
      }
    }
    if (kinds.length > 0 && total > 0) {
      const layers = kinds.length * batches.length * model.architecture.layers;
      pace.learn({ model: experiment.model, flops: total, layers }, performance.now() - started);
    }
    const first = batches[0]!;
    const runs = await runsOf(model, digest, first, experiment.direction, beforeCall);
    return checkRun(model, runs, first, first.pairs, { beforeCall, limits });
  };

  return {
    run: (experiment, kinds, runOptions) =>
      executor.runLong(async (): Promise<Provenance> => {
        if (runOptions.signal?.aborted) throw new AppError('RUN_CANCELLED', 'The run was cancelled.');
        const started = performance.now();
        // An engine that dies from here on, while the model is loaded too, died on this run.
        runOptions.onEvent({ type: 'started' });
        return withModel(experiment.model, experiment.expected, async (model, identity) => {
          const checks = await compute(model, identity.digest, experiment, kinds, runOptions);
          return {
            modelSha256: identity.weightsSha256,
            modelDigest: identity.digest,
            engineVersion: ENGINE_VERSION,
            runtime: RUNTIME,
            provider: await chooseProvider(),
            elapsedMs: performance.now() - started,
            checks,
          };
        });
      }),

    baseline: (experiment) =>
      executor.runShort(() =>
        withModel(experiment.model, experiment.expected, (model, { digest }) => {
          const batches = batchesOf(experiment, model.architecture, batchBytes);
          const beforeCall = courtesy(2 * experiment.pairs.length, batches[0]!.length);
          return baselineOf(model, digest, experiment, batches, beforeCall);
        }),
      ),

    async estimate(experiment, kinds): Promise<Estimate> {
      const { architecture: sizes } = await directories.locate(experiment.model);
      const batches = batchesOf(experiment, sizes, batchBytes);
      const flops = kinds
        .flatMap((kind) => batches.map((batch) => planSweep(kind, sizes, batch, skipping).flops))
        .reduce((sum, each) => sum + each, 0);
      const layers = kinds.length * batches.length * sizes.layers;
      return { flops, estimatedMs: pace.estimate({ model: experiment.model, flops, layers }) };
    },

    predict: (id, prompt, top, expected) =>
      executor.runShort(() =>
        withModel(id, expected, async (model, { digest }) => {
          checkPrompt(prompt, 'prompt', model.architecture);
          const { post } = await activations.run(model, digest, [prompt], pass);
          const [last] = await logits(model, post.subarray(-model.architecture.dModel));
          return checkPredictions(id, topTokens(last!, top));
        }),
      ),

    attention: (request) =>
      executor.runShort(() =>
        withModel(request.model, request.expected, async (model, { digest }) => {
          checkAttention(request, model.architecture);
          const { prompts, layer, head } = request;
          const beforeCall = courtesy(prompts.length, prompts[0]!.length);
          const cache = await activations.run(model, digest, prompts, beforeCall);
          const pattern = meanPattern(
            cache.blocks[layer]!.pattern,
            prompts.length,
            prompts[0]!.length,
            head,
            model.architecture.heads,
          );
          checkFinite(request.model, `attention of head L${layer}H${head}`, pattern);
          return pattern;
        }),
      ),

    patched: ({ experiment, kind, cell, top }) =>
      executor.runShort(() =>
        withModel(experiment.model, experiment.expected, async (model, { digest }) => {
          const predictions: TokenPrediction[][] = [];
          for (const batch of batchesOf(experiment, model.architecture, batchBytes)) {
            const runs = await runsOf(model, digest, batch, experiment.direction, pass);
            const plan = planSweep(kind, model.architecture, batch, skipping);
            checkCell(cell, plan);
            const patch = findPatch(plan, cell);
            const rows = await runPatch(model, runs, patch, batch, { beforeCall: pass, limits });
            for (const ofPrompt of await logits(model, rows)) {
              predictions.push(checkPredictions(experiment.model, topTokens(ofPrompt, top)));
            }
          }
          return predictions;
        }),
      ),

    provider: chooseProvider,
    close: () => store.close(),
  };
}

async function pass(): Promise<void> {}

/** Logits are centred and probabilities share a sum, so one number that is not finite shows in all of them. */
function checkPredictions(id: string, rows: TokenPrediction[]): TokenPrediction[] {
  const numbers = rows.flatMap(({ logit, probability }) => [logit, probability]);
  checkFinite(id, 'logits', numbers);
  return rows;
}

/** Mean over prompts of one head of [prompt, head, dest, src]: [dest, src]. */
function meanPattern(
  pattern: Float32Array,
  prompts: number,
  length: number,
  head: number,
  heads: number,
): Float32Array {
  const mean = new Float32Array(length * length);
  for (let prompt = 0; prompt < prompts; prompt++) {
    const at = (prompt * heads + head) * length * length;
    for (let i = 0; i < mean.length; i++) mean[i]! += pattern[at + i]! / prompts;
  }
  return mean;
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!;
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
