/**
 * An engine for tests of what surrounds the engine: quick, deterministic, and failing when told to.
 *
 * Its numbers mean nothing; the real engine has tests of its own.
 */
import { countCells } from '../../domain/cell';
import { isSameNode, listNodes } from '../../domain/circuit';
import { listEdges, nameEdge, type CircuitEdge } from '../../domain/circuit-edges';
import { METRIC_IDS } from '../../domain/metrics';
import { siteOfKind } from '../../domain/sites';
import { evaluatePart } from '../engine/circuits/evaluate';
import type { Measure } from '../engine/circuits/lab';
import { describeNodes } from '../engine/circuits/node-kinds';
import { checkModelIdentity } from '../engine/models/model-identity';
import { measureSweep } from '../engine/patching/plan';
import { ENGINE_VERSION } from '../engine/version';
import { AppError } from '../errors';
import {
  DEFAULT_METRICS,
  listDirections,
  readMetric,
  type Baseline,
  type Direction,
  type EdgeKey,
  type Engine,
  type Experiment,
  type MetricId,
  type RunOptions,
  type SanityCheck,
  type SweepKey,
  type SweepKind,
  type SweepResult,
} from '../engine/api';
import { type TokenPrediction } from '../engine/inspection';
import type { EngineStatus } from '../engine/status';
import { mapMetrics } from '../engine/metrics/registry';

export const FAKE_LAYERS = 2;
export const FAKE_HEADS = 3;
const FAKE_NEURONS = 24;
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
  runs: {
    experiment: Experiment;
    kinds: readonly SweepKind[];
    skip?: readonly SweepKey[] | undefined;
    skipEdges?: readonly EdgeKey[] | undefined;
  }[];
}

/** What a metric other than the logit difference adds to every number, so that metrics differ. */
function findShift(metric: MetricId): number {
  return 1000 * METRIC_IDS.indexOf(metric);
}

export function createFakeEngine(): FakeEngine {
  const baseline = (experiment: Experiment): Baseline => {
    const { metrics = DEFAULT_METRICS, pairs } = experiment;
    const values = mapMetrics(metrics, (metric) => ({
      clean: Float32Array.from(pairs, (_, index) => engine.gap.clean + index + findShift(metric)),
      corrupted: Float32Array.from(pairs, (_, index) => engine.gap.corrupted + index + findShift(metric)),
    }));
    const byDirection = Object.fromEntries(
      listDirections(experiment).map((direction) => [direction, values]),
    );
    return { values, byDirection };
  };
  const engine: FakeEngine = {
    beforeSweep: async () => {},
    gap: { clean: 3, corrupted: -1 },
    identity: { digest: FAKE_DIGEST, weightsSha256: 'a'.repeat(64) },
    runs: [],
    async run(
      experiment: Experiment,
      kinds: readonly SweepKind[],
      { onEvent, signal, skip = [] }: RunOptions,
    ) {
      const { digest, weightsSha256 } = engine.identity;
      checkModelIdentity(experiment.model, engine.identity, experiment.expected);
      const computedBy = { ...COMPUTED_BY, modelSha256: weightsSha256, modelDigest: digest };
      engine.runs.push({ experiment, kinds, ...(skip.length > 0 && { skip }) });
      onEvent({ type: 'started' });
      onEvent({ type: 'baseline', baseline: baseline(experiment), computedBy });
      const wanted = kinds
        .flatMap((kind) => listDirections(experiment).map((direction) => ({ kind, direction })))
        .filter(
          ({ kind, direction }) => !skip.some((done) => done.kind === kind && done.direction === direction),
        );
      for (const [index, { kind, direction }] of wanted.entries()) {
        await engine.beforeSweep(kind, signal);
        if (signal?.aborted) throw new AppError('RUN_CANCELLED', 'The run was cancelled.');
        onEvent({ type: 'sweep', sweep: fakeSweep(kind, direction, experiment) });
        onEvent({ type: 'progress', fraction: (index + 1) / wanted.length, elapsedMs: 1, remainingMs: 1 });
      }
      return { ...computedBy, elapsedMs: 1, checks: CHECKS };
    },
    baseline: async (experiment) => baseline(experiment),
    estimate: async () => ({ flops: 1e9, estimatedMs: 120 }),
    async predict(model, prompt, top, expected, named = []) {
      checkModelIdentity(model, engine.identity, expected);
      return fakePredictions(top, named, prompt.length, 0.1);
    },
    async patched({ experiment, cell, top, named = [] }) {
      checkModelIdentity(experiment.model, engine.identity, experiment.expected);
      return experiment.pairs.map((_, prompt) =>
        fakePredictions(top, named[prompt] ?? [], cell + prompt, 0.05),
      );
    },
    async intervene({ experiment: { model, expected, pairs, metrics = DEFAULT_METRICS }, sets }) {
      checkModelIdentity(model, engine.identity, expected);
      const fill = (value: number) =>
        Object.fromEntries(
          metrics.map((id) => [id, Float32Array.from(pairs, (_, prompt) => value + prompt)]),
        );
      return {
        base: fill(engine.gap.corrupted),
        source: fill(engine.gap.clean),
        patched: sets.map(({ length }) => fill(length)),
        noiseStd: null,
      };
    },
    async predictTogether({ experiment, sites, top, named = [] }) {
      checkModelIdentity(experiment.model, engine.identity, experiment.expected);
      return experiment.pairs.map((_, prompt) =>
        fakePredictions(top, named[prompt] ?? [], sites.length + prompt, 0.05),
      );
    },
    async neurons({ experiment: { pairs, metrics = DEFAULT_METRICS } }) {
      // Neuron n moves the metric by n - 5.
      const values = mapMetrics(metrics, (metric) => ({
        base: new Float32Array(pairs.length).fill(findShift(metric)),
        source: new Float32Array(pairs.length).fill(findShift(metric) + 10),
        neurons: Float32Array.from(
          { length: FAKE_NEURONS * pairs.length },
          (_, index) => findShift(metric) + Math.floor(index / pairs.length) - 5,
        ),
      }));
      const pick = (name: 'base' | 'source' | 'neurons') =>
        mapMetrics(metrics, (metric) => readMetric(values, metric)[name]);
      const activations = {
        base: new Float32Array(FAKE_NEURONS),
        source: new Float32Array(FAKE_NEURONS).fill(1),
      };
      return {
        base: pick('base'),
        source: pick('source'),
        together: pick('source'),
        neurons: pick('neurons'),
        activations,
      };
    },
    circuit({ experiment: { pairs }, nodes: circuit, scope, metric, part, options }) {
      const nodes = listNodes({ layers: FAKE_LAYERS, heads: FAKE_HEADS }, scope);
      // A node adds its number + 1, so that parts differ.
      const measure: Measure = async (circuits) =>
        circuits.map((members) => {
          const sum = [...members].reduce((total, node) => total + node + 1, findShift(metric));
          return new Float32Array(pairs.length).fill(sum);
        });
      const members = circuit.map((node) => nodes.findIndex((other) => isSameNode(other, node)));
      return evaluatePart({ ...describeNodes(nodes), circuit: new Set(members), measure }, part, options);
    },
    edgeCircuit({ experiment: { pairs }, edges: circuit, scope, metric, part, options }) {
      const edges = listEdges({ layers: FAKE_LAYERS, heads: FAKE_HEADS }, scope);
      const indexOf = (edge: CircuitEdge): number =>
        edges.findIndex((other) => nameEdge(other) === nameEdge(edge));
      // An edge adds its number + 1.
      const measure: Measure = async (circuits) =>
        circuits.map((members) => {
          const sum = [...members].reduce((total, edge) => total + edge + 1, findShift(metric));
          return new Float32Array(pairs.length).fill(sum);
        });
      const members = circuit.map((edge) => indexOf(edge));
      const kinds = [[...edges.keys()]];
      return evaluatePart(
        { members: edges, kinds, indexOf, circuit: new Set(members), measure },
        part,
        options,
      );
    },
    async attribute({ experiment: { pairs } }) {
      const zeros = (perPrompt: number): Float32Array => new Float32Array(pairs.length * perPrompt);
      return {
        heads: zeros(FAKE_LAYERS * FAKE_HEADS),
        headsBySource: zeros(FAKE_LAYERS * FAKE_HEADS * pairs[0]!.clean.length),
        mlps: zeros(FAKE_LAYERS),
        attnBias: zeros(FAKE_LAYERS),
        embed: zeros(1),
        posEmbed: zeros(1),
        bias: zeros(1),
      };
    },
    attributeNeurons: async ({ experiment: { pairs } }) => new Float32Array(pairs.length * FAKE_NEURONS),
    async readLens({ experiment: { pairs }, isLastOnly, top }) {
      const stages = [
        ...Array.from({ length: FAKE_LAYERS }, (_, layer) => ({ site: 'RESID_PRE' as const, layer })),
        { site: 'RESID_POST' as const, layer: FAKE_LAYERS - 1 },
      ];
      const cells = pairs.length * stages.length * (isLastOnly ? 1 : pairs[0]!.clean.length);
      return {
        stages,
        logitDiff: new Float32Array(cells),
        logProb: new Float32Array(cells).fill(-1),
        rank: new Float32Array(cells),
        tokens: new Int32Array(cells * top),
        probabilities: new Float32Array(cells * top).fill(0.5),
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
const CHECKS: readonly SanityCheck[] = [
  { name: 'SELF_PATCH', direction: 'DENOISING', maxAbsDifference: 0, passed: true },
];

/** Token t has rank t. */
function fakePredictions(
  top: number,
  named: readonly number[],
  logit: number,
  probability: number,
): TokenPrediction[] {
  const ids = [...Array.from({ length: top }, (_, index) => index), ...named];
  return ids.map((tokenId) => ({ tokenId, logit: logit - tokenId, probability, rank: tokenId }));
}

/** The value of cell c of prompt p is c / 10 + p, and 0.05 more for noising. */
function fakeSweep(
  kind: SweepKind,
  direction: Direction,
  { pairs, roles, metrics = DEFAULT_METRICS }: Experiment,
): SweepResult {
  const { axes } = siteOfKind(kind);
  const sizes = { layers: FAKE_LAYERS, heads: FAKE_HEADS };
  const shape = measureSweep(kind, sizes, { length: pairs[0]!.clean.length, roles: roles?.positions[0] });
  const cells = countCells(shape);
  const shift = direction === 'NOISING' ? 0.05 : 0;
  const values = mapMetrics(metrics, (metric) =>
    Float32Array.from(
      { length: pairs.length * cells },
      (_, index) => (index % cells) / 10 + Math.floor(index / cells) + shift + findShift(metric),
    ),
  );
  return { kind, direction, axes, shape, values, elapsedMs: 1, flops: 1e9 };
}
