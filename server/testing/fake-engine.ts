/**
 * An engine for tests of what surrounds the engine: quick, deterministic, and failing when told to.
 *
 * Its numbers mean nothing; the real engine has tests of its own.
 */
import { countCells } from '../../domain/cell';
import { siteOfKind } from '../../domain/sites';
import { checkModelIdentity } from '../engine/models/model-identity';
import { measureSweep } from '../engine/patching/plan';
import { ENGINE_VERSION } from '../engine/version';
import { AppError } from '../errors';
import { DEFAULT_METRICS } from '../engine/api';
import type {
  Baseline,
  Engine,
  EngineStatus,
  Experiment,
  RunOptions,
  SanityCheck,
  SweepKind,
  SweepResult,
} from '../engine/api';

export const FAKE_LAYERS = 2;
export const FAKE_HEADS = 3;
/** Digest of the fake model, as the fake engine and the fake models know it. */
export const FAKE_DIGEST = 'd'.repeat(64);

/** A fake engine and the switches that tests turn. */
export interface FakeEngine extends Engine {
  /** Called before each sweep; what it throws is what the engine fails with. */
  beforeSweep: (kind: SweepKind, signal: AbortSignal | undefined) => Promise<void>;
  /** Logit differences that `baseline` gives for every pair. */
  gap: { clean: number; corrupted: number };
  /** What the model is by the files that were loaded; tests replace it. */
  identity: { digest: string; weightsSha256: string };
  /** Runs started so far. */
  runs: { experiment: Experiment; kinds: readonly SweepKind[] }[];
}

export function createFakeEngine(): FakeEngine {
  const baseline = (experiment: Experiment): Baseline => ({
    values: {
      logit_diff: {
        clean: Float32Array.from(experiment.pairs, (_, index) => engine.gap.clean + index),
        corrupted: Float32Array.from(experiment.pairs, (_, index) => engine.gap.corrupted + index),
      },
    },
  });
  const engine: FakeEngine = {
    beforeSweep: async () => {},
    gap: { clean: 3, corrupted: -1 },
    identity: { digest: FAKE_DIGEST, weightsSha256: 'a'.repeat(64) },
    runs: [],
    async run(experiment: Experiment, kinds: readonly SweepKind[], { onEvent, signal }: RunOptions) {
      const { digest, weightsSha256 } = engine.identity;
      checkModelIdentity(experiment.model, engine.identity, experiment.expected);
      const computedBy = { ...COMPUTED_BY, modelSha256: weightsSha256, modelDigest: digest };
      engine.runs.push({ experiment, kinds });
      onEvent({ type: 'started' });
      onEvent({ type: 'baseline', baseline: baseline(experiment), computedBy });
      for (const [index, kind] of kinds.entries()) {
        await engine.beforeSweep(kind, signal);
        if (signal?.aborted) throw new AppError('RUN_CANCELLED', 'The run was cancelled.');
        onEvent({ type: 'sweep', sweep: fakeSweep(kind, experiment) });
        onEvent({ type: 'progress', fraction: (index + 1) / kinds.length, elapsedMs: 1, remainingMs: 1 });
      }
      return { ...computedBy, elapsedMs: 1, checks: CHECKS };
    },
    baseline: async (experiment) => baseline(experiment),
    estimate: async () => ({ flops: 1e9, estimatedMs: 120 }),
    async predict(model, prompt, top, expected) {
      checkModelIdentity(model, engine.identity, expected);
      return Array.from({ length: top }, (_, index) => ({
        tokenId: index,
        logit: prompt.length - index,
        probability: 0.1,
      }));
    },
    async patched({ experiment, cell, top }) {
      checkModelIdentity(experiment.model, engine.identity, experiment.expected);
      return experiment.pairs.map((_, prompt) =>
        Array.from({ length: top }, (_unused, index) => ({
          tokenId: index,
          logit: cell + prompt - index,
          probability: 0.05,
        })),
      );
    },
    async intervene({ experiment: { pairs, metrics = DEFAULT_METRICS }, sets }) {
      const fill = (value: number) =>
        Object.fromEntries(
          metrics.map((id) => [id, Float32Array.from(pairs, (_, prompt) => value + prompt)]),
        );
      return {
        base: fill(engine.gap.corrupted),
        source: fill(engine.gap.clean),
        patched: sets.map(({ length }) => fill(length)),
      };
    },
    async attribute({ experiment: { pairs } }) {
      const zeros = (perPrompt: number): Float32Array => new Float32Array(pairs.length * perPrompt);
      return {
        heads: zeros(FAKE_LAYERS * FAKE_HEADS),
        mlps: zeros(FAKE_LAYERS),
        attnBias: zeros(FAKE_LAYERS),
        embed: zeros(1),
        posEmbed: zeros(1),
        bias: zeros(1),
      };
    },
    async attention({ model, prompts, expected }) {
      checkModelIdentity(model, engine.identity, expected);
      const size = prompts[0]!.length;
      return Float32Array.from({ length: size * size }, (_, cell) =>
        cell % size <= Math.floor(cell / size) ? 1 / (Math.floor(cell / size) + 1) : 0,
      );
    },
    provider: async () => 'cpu',
    status: (): EngineStatus => ({ state: 'ready', provider: 'cpu', pid: null, reason: null }),
    close: async () => {},
  };
  return engine;
}

const COMPUTED_BY = { engineVersion: ENGINE_VERSION, runtime: 'none', provider: 'cpu' };
const CHECKS: readonly SanityCheck[] = [{ name: 'SELF_PATCH', maxAbsDifference: 0, passed: true }];

/** The value of cell c of prompt p is c / 10 + p. */
function fakeSweep(kind: SweepKind, { pairs }: Experiment): SweepResult {
  const { axes } = siteOfKind(kind);
  const sizes = { layers: FAKE_LAYERS, heads: FAKE_HEADS };
  const shape = measureSweep(kind, sizes, { length: pairs[0]!.clean.length });
  const cells = countCells(shape);
  const values = Float32Array.from(
    { length: pairs.length * cells },
    (_, index) => (index % cells) / 10 + Math.floor(index / cells),
  );
  return { kind, axes, shape, values: { logit_diff: values }, elapsedMs: 1, flops: 1e9 };
}
