/** The engine on a small model with seeded weights, in the place of the fake one: its numbers mean something. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Computation, RunEvent } from '../engine/api';
import { writeSeededModel } from '../engine/golden/seeded-weights';
import { createCore } from '../engine/worker/core';
import { startDispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
import { FAKE_DIGEST, FAKE_HEADS, FAKE_LAYERS, type FakeEngine } from './fake-engine';
import { FAKE_MODEL, type TestServices } from './test-services';

const SHAPE = {
  n_layer: FAKE_LAYERS,
  n_head: FAKE_HEADS,
  n_embd: 6,
  n_inner: 24,
  n_positions: 16,
  vocab_size: 1000,
};
const SEED = 7;

export interface SeededEngine {
  /** The engine of this process. It loads the model when it is first used. */
  readonly core: Computation;
  /** Makes the calls of a fake engine those of `core`. */
  replace(engine: FakeEngine): void;
  close(): Promise<void>;
}

/** Writes a model of the fake model's shape, and opens it as the fake model. */
export async function startSeededEngine(): Promise<SeededEngine> {
  const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-seeded-'));
  await writeSeededModel(path.join(folder, FAKE_MODEL.id), SHAPE, SEED);
  const core = createCore({ folders: [folder] });
  return {
    core,
    replace: (engine) => replaceCalls(engine, core),
    async close() {
      await core.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Computes a run with the services' engine to its end, then stops. @throws Error when the run does not succeed. */
export async function computeRun(services: TestServices, id: string): Promise<void> {
  const dispatcher = startDispatcher(services, services.engine);
  try {
    for await (const { status } of followProgress(services, id)) {
      if (status === 'SUCCEEDED') return;
      if (status === 'FAILED') break;
    }
    throw new Error(`run ${id} did not succeed`);
  } finally {
    await dispatcher.stop();
  }
}

function replaceCalls(engine: FakeEngine, core: Computation): void {
  engine.run = async (experiment, kinds, { onEvent, signal, skip, skipEdges }) => {
    engine.runs.push({ experiment, kinds, skip, skipEdges });
    const provenance = await core.run(withoutIdentity(experiment), kinds, {
      signal,
      skip,
      skipEdges,
      onEvent: (event) => onEvent(asFakeModel(event)),
    });
    return { ...provenance, modelDigest: FAKE_DIGEST };
  };
  engine.baseline = (experiment) => core.baseline(withoutIdentity(experiment));
  engine.estimate = (experiment, kinds) => core.estimate(experiment, kinds);
  engine.patched = (request) => core.patched({ ...request, experiment: withoutIdentity(request.experiment) });
  engine.intervene = (request, signal) =>
    core.intervene({ ...request, experiment: withoutIdentity(request.experiment) }, signal);
  engine.attention = (request) => core.attention(withoutIdentity(request));
  engine.predict = (id, prompt, top, _, named) => core.predict(id, prompt, top, undefined, named);
}

/** The services expect the digest of the fake model, which is not that of the seeded one. */
function withoutIdentity<T extends object>(request: T): T {
  return { ...request, expected: undefined };
}

function asFakeModel(event: RunEvent): RunEvent {
  return event.type === 'baseline'
    ? { ...event, computedBy: { ...event.computedBy, modelDigest: FAKE_DIGEST } }
    : event;
}
