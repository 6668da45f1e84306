/** Many small runs on the built site, computed by its engine: what web process, engine and database hold meanwhile. */
import type { SweepKind } from '../../domain/sites';
import { openDatabase } from '../../server/db';
import { smallExperiment } from '../experiments';
import { makeSender, sendOrFail, type Sender } from './client';
import { footprintRows, type Sample } from './growth';
import { RAISED_LIMITS, startBoundsSite, type BoundsSite } from './site';
import { readStream } from './stream';

/** Runs that wait or are computed at the same time. */
const AT_ONCE = 8;
const GUESTS = 40;
/** Every so many runs all of the notebook's sweeps are asked for. */
const FULL_EVERY = 10;
/** Every so many runs are followed over the event stream. */
const FOLLOWED_EVERY = 5;
const SMALL: readonly SweepKind[] = ['RESID_PRE', 'HEAD_Z'];

const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
const SETTLE = 'query ($id: ID!) { run(id: $id, settleMs: 5000) { status } }';
const FOLLOW = 'subscription ($id: ID!) { runProgress(id: $id) { status fraction } }';

/** Computes `count` runs and prints a table with a row for each `every` of them. */
export async function benchRuns(count: number, every: number): Promise<void> {
  const site = await startBoundsSite(RAISED_LIMITS);
  const db = openDatabase(site.databaseUrl);
  const samples: Sample[] = [];
  let began = performance.now();
  const note = async (done: number): Promise<void> => {
    const minutes = (performance.now() - began) / 60_000;
    const [runs, effects] = [await db.run.count(), await db.effect.count()];
    const perMinute = done === 0 ? '–' : Math.round(every / minutes);
    samples.push({
      count: done,
      footprint: await site.readFootprint(),
      more: { runs, effects, 'runs/min': perMinute },
    });
    console.table(footprintRows(samples.slice(-1), every).slice(0, 1));
    began = performance.now();
  };
  try {
    const guests = Array.from({ length: GUESTS }, (_, index) => makeSender(index));
    // The first run of each loads the model and makes the guest.
    for (const [index, guest] of guests.entries()) await computeRun(site, guest, index);
    began = performance.now();
    await note(0);
    for (let done = 0; done < count; done += every) {
      const last = Math.min(count, done + every);
      let next = done;
      const work = async (): Promise<void> => {
        while (next < last) {
          const index = next++;
          await computeRun(site, guests[index % GUESTS]!, index);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      await note(last);
    }
    console.log(`\n${count} runs of the bundled model, ${AT_ONCE} at a time, ${GUESTS} guests:`);
    console.table(footprintRows(samples, every));
  } finally {
    await db.$disconnect();
    await site.stop();
  }
}

async function computeRun({ url }: BoundsSite, guest: Sender, index: number): Promise<void> {
  const full = smallExperiment(index);
  const input = index % FULL_EVERY === 0 ? full : { ...full, pairs: full.pairs.slice(0, 2), sweeps: SMALL };
  const { createRun } = await sendOrFail<{ createRun: { id: string } }>(url, guest, CREATE, {
    input: { ...input, recompute: true },
  });
  const { id } = createRun;
  if (index % FOLLOWED_EVERY === 0) await readStream(url, guest, FOLLOW, { id });
  for (;;) {
    const { run } = await sendOrFail<{ run: { status: string } }>(url, guest, SETTLE, { id });
    if (run.status === 'SUCCEEDED') return;
    if (run.status !== 'QUEUED' && run.status !== 'RUNNING') throw new Error(`run ${id} is ${run.status}`);
  }
}
