/** One run of many pairs from its submission to its end, computed by the queue's worker in another process. */
import { setTimeout as sleep } from 'node:timers/promises';
import { submitRun } from '../../server/runs/submit/submit';
import type { RunInput } from '../../server/runs/submit/validate';
import type { Services } from '../../server/services/services';
import type { Both, Worker } from './worker-process';

const LOOK_MS = 200;
/** Pairs after which memory is noted. */
const MEMORY_STEP = 1000;

export interface QueueRun {
  readonly runId: string;
  /** Of the submission: pairs are checked, tokenised and stored. */
  readonly submitMs: number;
  /** From the claim to the stored end. */
  readonly ms: number;
  /** Time within it in which the engine had no batch to compute. */
  readonly idleMs: number;
  readonly processorMs: Both;
  /** Largest resident memory in MB of each part of MEMORY_STEP pairs, in their order. */
  readonly memory: readonly (Both & { readonly pairs: number })[];
}

/** Waits for the end of a run. @param onLook called with the share that is done, several times a second. */
export async function computeRun(
  services: Services,
  worker: () => Worker,
  input: RunInput,
  onLook: (fraction: number) => Promise<void> = async () => {},
): Promise<QueueRun> {
  const { db } = services;
  const submitted = performance.now();
  const { id } = await submitRun(services, async () => 'bench', input, true);
  const submitMs = performance.now() - submitted;
  const before = worker().readProcessorMs();
  const memory = new Map<number, Both>();
  for (;;) {
    await sleep(LOOK_MS);
    const run = await db.run.findUniqueOrThrow({ where: { id } });
    if (run.status === 'FAILED') throw new Error(run.errorMessage ?? 'the run failed');
    if (run.status === 'SUCCEEDED') {
      const after = worker().readProcessorMs();
      const ms = run.finishedAt!.getTime() - run.startedAt!.getTime();
      return {
        runId: id,
        submitMs,
        ms,
        idleMs: ms - run.computeMs!,
        processorMs: { worker: after.worker - before.worker, engine: after.engine - before.engine },
        memory: [...memory].map(([part, both]) => ({ pairs: part * MEMORY_STEP, ...both })),
      };
    }
    if (run.status === 'RUNNING') {
      const part = Math.ceil((run.fraction * input.pairs.length) / MEMORY_STEP) || 1;
      const known = memory.get(part) ?? { worker: 0, engine: 0 };
      const now = worker().readMemoryMb();
      memory.set(part, {
        worker: Math.max(known.worker, now.worker),
        engine: Math.max(known.engine, now.engine),
      });
    }
    await onLook(run.fraction);
  }
}
