/** The engine for benchmarks: in this process, with models of seeded weights in a temporary folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { config } from '../server/config';
import { createCore } from '../server/engine/worker/core';
import { chooseProvider, RUNTIME } from '../server/engine/runtime/session';
import type {
  Baseline,
  Computation,
  Experiment,
  Provenance,
  SweepKind,
  SweepResult,
} from '../server/engine/api';
import { median } from './fit';

/** Shorter measurements are repeated REPEATS times, in ms. */
const SHORT_MS = 3000;
const REPEATS = 3;

/** One call of the engine's `run`. */
export interface EngineRun {
  /** In the order of the kinds that were asked for. */
  readonly sweeps: readonly SweepResult[];
  readonly baseline: Baseline;
  readonly provenance: Provenance;
  /** Wall time of the call in ms: baseline, sweeps and checks. */
  readonly elapsedMs: number;
}

/** Runs `work` with an empty folder for models. */
export async function withModelFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs `work` with a new engine, whose caches are empty. */
export async function withEngine<T>(folder: string, work: (core: Computation) => Promise<T>): Promise<T> {
  const core = createCore({ folders: [folder] });
  try {
    return await work(core);
  } finally {
    await core.close();
  }
}

/** Runs sweeps in one call and collects the events of the engine. */
export async function runKinds(
  core: Computation,
  experiment: Experiment,
  kinds: readonly SweepKind[],
): Promise<EngineRun> {
  const sweeps: SweepResult[] = [];
  let baseline: Baseline | undefined;
  const started = performance.now();
  const provenance = await core.run(experiment, kinds, {
    onEvent: (event) => {
      if (event.type === 'sweep') sweeps.push(event.sweep);
      if (event.type === 'baseline') baseline = event.baseline;
    },
  });
  const elapsedMs = performance.now() - started;
  const inOrder = kinds.map((kind) => sweeps.find((sweep) => sweep.kind === kind)!);
  return { sweeps: inOrder, baseline: baseline!, provenance, elapsedMs };
}

/** Measures one sweep without baseline and checks; a short one three times, for the median. */
export async function measureSweep(
  core: Computation,
  experiment: Experiment,
  kind: SweepKind,
): Promise<{ sweep: SweepResult; ms: number }> {
  const once = async (): Promise<SweepResult> => (await runKinds(core, experiment, [kind])).sweeps[0]!;
  const sweep = await once();
  const times = [sweep.elapsedMs];
  while (sweep.elapsedMs < SHORT_MS && times.length < REPEATS) times.push((await once()).elapsedMs);
  return { sweep, ms: median(times) };
}

/** Threads that the engine computes with. */
export function engineThreads(): number {
  return config.engineThreads || availableParallelism();
}

/** The machine and the runtime, in one line. */
export async function describeEngine(): Promise<string> {
  return `${cpus()[0]?.model.trim()}, ${engineThreads()} threads, ${RUNTIME} on ${await chooseProvider()}`;
}

/** Formats seconds, with one more decimal below one. */
export function seconds(ms: number): string {
  return (ms / 1000).toFixed(ms < 1000 ? 3 : 2);
}
