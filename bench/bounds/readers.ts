/**
 * Clients that follow a busy run, or a finding that changes all the time, and read slowly or not at all: the memory of the web process, and
 * what they get in the end.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { largestExperiment } from '../experiments';
import { makeSender, sendOrFail, type Sender } from './client';
import { computeSome } from './computed-runs';
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
/** Guests who star and unstar the finding all the time. */
const FANS = 4;

const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
const CANCEL = 'mutation ($id: ID!) { cancelRun(id: $id) { id } }';
const PUBLISH = 'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { id } }';
const STAR = 'mutation ($id: ID!) { starFinding(findingId: $id) { id } }';
const UNSTAR = 'mutation ($id: ID!) { unstarFinding(findingId: $id) { id } }';
/** Events as large as the limit of aliases allows. */
const repeat = (field: string): string =>
  Array.from({ length: ALIASES - 1 }, (_, index) => `a${index}: ${field}`).join(' ');
const RUN = `subscription ($id: ID!) { runProgress(id: $id) { status fraction ${repeat('finishedSweeps')} } }`;
const FINDING = `subscription ($id: ID!) { findingActivity(findingId: $id) { ${repeat('kind')} } }`;

/** Opens `count` slow readers: a half follow the run; a half read nothing, the others a byte a second. */
export async function benchReaders(count: number): Promise<void> {
  const site = await startBoundsSite(RAISED_LIMITS);
  const { url } = site;
  const readers: SlowReader[] = [];
  const samples: Sample[] = [];
  let bytes = 0;
  const note = async (seconds: number): Promise<void> => {
    const open = readers.filter((reader) => reader.isOpen()).length;
    const more = { open, 'kB of a fast reader': Math.round(bytes / 1024) };
    samples.push({ count: seconds, footprint: await site.readFootprint(), more });
  };
  try {
    const owner = makeSender(65_000);
    const [runId] = await computeSome(url, 1, owner);
    const { publishFinding } = await sendOrFail<{ publishFinding: { id: string } }>(url, owner, PUBLISH, {
      input: { runId, title: 'A finding that changes', summary: 'For a measurement.' },
    });
    const runner = makeSender(60_000);
    const { createRun } = await sendOrFail<{ createRun: { id: string } }>(url, runner, CREATE, {
      input: { ...largestExperiment(), recompute: true },
    });
    const ofRun = { query: RUN, variables: { id: createRun.id } };
    const ofFinding = { query: FINDING, variables: { id: publishFinding.id } };
    await note(0);
    for (let index = 0; index < count; index++) {
      const sender = makeSender(Math.floor(index / STREAMS_PER_ADDRESS));
      readers.push(
        await openSlowReader(url, sender, index % 2 === 0 ? ofRun : ofFinding, Math.floor(index / 2) % 2),
      );
    }
    const leaving = new AbortController();
    let lastOfRun = '';
    const fast = readStream(url, runner, RUN, ofRun.variables, { onEvent: (data) => (lastOfRun = data) });
    const arrivals: number[] = [];
    const fastOfFinding = readStream(url, runner, FINDING, ofFinding.variables, {
      signal: leaving.signal,
      onEvent(data) {
        arrivals.push(performance.now());
        bytes += data.length;
      },
    }).catch(() => 0);
    let stars = 0;
    const starring = async (fan: Sender): Promise<void> => {
      while (!leaving.signal.aborted)
        await sendOrFail(url, fan, stars++ % 2 === 0 ? STAR : UNSTAR, ofFinding.variables);
    };
    const fans = Array.from({ length: FANS }, (_, index) => starring(makeSender(61_000 + index)));
    for (let at = EVERY_SECONDS; at <= SECONDS; at += EVERY_SECONDS) {
      await sleep(EVERY_SECONDS * 1000);
      await note(at);
    }
    leaving.abort();
    await Promise.all([...fans, fastOfFinding]);
    await sendOrFail(url, runner, CANCEL, { id: createRun.id });
    const events = await fast;
    const slow = readers.filter((_, index) => index % 2 === 0).slice(0, CAUGHT_UP);
    const endings = await Promise.all(slow.map((reader) => reader.readRest()));
    const complete = endings.filter(
      (text) => text.includes(lastOfRun) && text.includes('event: complete'),
    ).length;
    for (const reader of readers) reader.close();
    await sleep(3000);
    await note(SECONDS + EVERY_SECONDS);
    console.log(`\n${count} slow readers, by seconds:`);
    console.table(footprintRows(samples, 60));
    console.log(
      `${stars} changes of the finding; a fast reader got ${arrivals.length} events of it, ${Math.round(bytes / 1024)} kB, and ${events} of the run; ` +
        `${complete} of ${endings.length} slow readers that read on at the end got the last state of the run`,
    );
  } finally {
    await site.stop();
  }
}
