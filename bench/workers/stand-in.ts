/** An engine that computes nothing: it sleeps for the planned operations of a batch, and gives values of the right size. */
import { setTimeout as sleep } from 'node:timers/promises';
import { countCells } from '../../domain/cell';
import { siteOfKind } from '../../domain/sites';
import { countSweepFlops, ENGINE_VERSION, measureSweep } from '../../server/engine/client/client';
import { DEFAULT_METRICS, type Engine, type Experiment, type SweepKind } from '../../server/engine/api';

/** GPT-2 small. */
export const SIZES = { layers: 12, heads: 12, dModel: 768, dVocab: 50257 };
/** What the engine reaches on 2 cores of the machine of RESULTS.md, in FLOP/s. */
const RATE = 350e9;
const COMPUTED_BY = {
  modelSha256: 'a'.repeat(64),
  modelDigest: 'd'.repeat(64),
  engineVersion: ENGINE_VERSION,
  runtime: 'none',
  provider: 'cpu',
};

/** Time in ms that a worker needs for an experiment. */
export function planMs(experiment: Experiment, kinds: readonly SweepKind[]): number {
  const flops = kinds.reduce((sum, kind) => sum + countSweepFlops(kind, experiment, SIZES), 0);
  return (1000 * flops) / RATE;
}

/** @param speed how many times faster than planned; Infinity sleeps not at all. */
export function createStandIn(speed: number): Engine {
  const run: Engine['run'] = async (experiment, kinds, { onEvent, signal, skip = [] }) => {
    const { pairs, metrics = DEFAULT_METRICS } = experiment;
    const ms = planMs(experiment, kinds) / speed;
    if (ms > 0) await sleep(ms, undefined, signal ? { signal } : {});
    onEvent({ type: 'started' });
    const ofMetrics = Object.fromEntries(
      metrics.map((metric) => [
        metric,
        { clean: new Float32Array(pairs.length).fill(3), corrupted: new Float32Array(pairs.length) },
      ]),
    );
    const baseline = { values: ofMetrics, byDirection: { DENOISING: ofMetrics } };
    onEvent({ type: 'baseline', baseline, computedBy: COMPUTED_BY });
    for (const kind of kinds) {
      if (skip.some((stored) => stored.kind === kind)) continue;
      const shape = measureSweep(kind, SIZES, { length: pairs[0]!.clean.length });
      const count = pairs.length * countCells(shape);
      const values = Object.fromEntries(
        metrics.map((metric) => [metric, Float32Array.from({ length: count }, (_, at) => (at % 97) / 97)]),
      );
      const { axes } = siteOfKind(kind);
      onEvent({
        type: 'sweep',
        sweep: { kind, direction: 'DENOISING', axes, shape, values, elapsedMs: 1, flops: 1e9 },
      });
    }
    return { ...COMPUTED_BY, elapsedMs: ms, checks: [] };
  };
  return { run, provider: async () => 'cpu', close: async () => {} } as unknown as Engine;
}
