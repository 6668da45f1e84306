/** Clients that follow a busy run and read slowly or not at all: the memory of the web process, and what they get in the end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { largestExperiment } from '../experiments';
import { percentile } from '../statistics';
import { makeSender, sendOrFail } from './client';
import { footprintRows, type Sample } from './growth';
import { RAISED_LIMITS, startBoundsSite } from './site';
import { openSlowReader, type SlowReader } from './slow-reader';
import { readStream } from './stream';

/** Streams of one address; the default limit is 100. */
const STREAMS_PER_ADDRESS = 50;
const SECONDS = 90;
const EVERY_SECONDS = 15;
/** Readers that read on at the end. */
const CAUGHT_UP = 20;
const ALIASES = 40;

const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
const CANCEL = 'mutation ($id: ID!) { cancelRun(id: $id) { id } }';
/** As large as an event can be: the limit of aliases. */
const FOLLOW = `subscription ($id: ID!) { runProgress(id: $id) { status fraction ${Array.from(
  { length: ALIASES - 1 },
  (_, index) => `s${index}: finishedSweeps`,
).join(' ')} } }`;

/** Opens `count` slow readers, half of which read nothing and half a byte a second. */
export async function benchReaders(count: number): Promise<void> {
  const site = await startBoundsSite(RAISED_LIMITS);
  const { url } = site;
  const readers: SlowReader[] = [];
  const samples: Sample[] = [];
  const note = async (seconds: number, bytes: number): Promise<void> => {
    const open = readers.filter((reader) => reader.isOpen()).length;
    const more = { open, 'kB of each stream': Math.round(bytes / 1024) };
    samples.push({ count: seconds, footprint: await site.readFootprint(), more });
  };
  try {
    const owner = makeSender(60_000);
    const { createRun } = await sendOrFail<{ createRun: { id: string } }>(url, owner, CREATE, {
      input: { ...largestExperiment(), recompute: true },
    });
    const subscription = { query: FOLLOW, variables: { id: createRun.id } };
    await note(0, 0);
    for (let index = 0; index < count; index++) {
      const sender = makeSender(Math.floor(index / STREAMS_PER_ADDRESS));
      readers.push(await openSlowReader(url, sender, subscription, index % 2));
    }
    const arrivals: number[] = [];
    let bytes = 0;
    let last = '';
    const fast = readStream(url, owner, subscription.query, subscription.variables, {
      onEvent(data) {
        arrivals.push(performance.now());
        bytes += data.length;
        last = data;
      },
    });
    for (let at = EVERY_SECONDS; at <= SECONDS; at += EVERY_SECONDS) {
      await sleep(EVERY_SECONDS * 1000);
      await note(at, bytes);
    }
    await sendOrFail(url, owner, CANCEL, { id: createRun.id });
    const events = await fast;
    const endings = await Promise.all(readers.slice(0, CAUGHT_UP).map((reader) => reader.readRest()));
    const last1 = endings.filter((text) => text.includes(last) && text.includes('event: complete')).length;
    const gaps = arrivals.slice(1).map((at, index) => at - arrivals[index]!);
    for (const reader of readers) reader.close();
    await sleep(3000);
    await note(SECONDS + EVERY_SECONDS, bytes);
    console.log(
      `\n${count} slow readers of a busy run (half read nothing, half one byte a second), by seconds:`,
    );
    console.table(footprintRows(samples, 60));
    console.log(
      `a reader beside them got ${events} events, ${Math.round(bytes / 1024)} kB; gaps p50 ${percentile(gaps, 0.5).toFixed(0)} ms, ` +
        `p95 ${percentile(gaps, 0.95).toFixed(0)} ms, max ${Math.max(...gaps).toFixed(0)} ms`,
    );
    const eventsOf = endings.map((text) => text.split('event: next').length - 1);
    console.log(
      `${last1} of ${endings.length} slow readers that read on at the end got the last state; ` +
        `events they got: ${Math.min(...eventsOf)} to ${Math.max(...eventsOf)}`,
    );
  } finally {
    await site.stop();
  }
}
