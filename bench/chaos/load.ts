/** People who use the site while it fails: they submit runs, comment, attach evidence, replicate and read. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../site/random';
import { createClient, type Client, type ClientOptions, type Result } from './client';
import type { Entry, EntryKind, Ledger } from './ledger';
import * as operations from './operations';

/** A user with an identity of their own. */
export interface Person {
  readonly id: string;
  readonly client: Client;
}

/** What was stored before the first fault. */
export interface Ground {
  readonly experiments: readonly object[];
  /** Content hashes of the experiments. */
  readonly hashes: readonly string[];
  readonly findings: readonly string[];
  readonly people: Readonly<Record<'author' | 'writer' | 'runner' | 'replicator' | 'reader', Person>>;
}

/** Runs of one person that are under way at the same time. */
const KEPT_RUNS = 2;
const PAUSES_MS = { comment: 1500, run: 300, replicate: 2500, attach: 3000, read: 300 };

export interface Load {
  /** Adds comments past the loops, to see whether the site works. */
  comment(only?: string): Promise<Result<unknown>>;
  /** Begins nothing more, and waits for what is under way. */
  stop(): Promise<void>;
}

export function startLoad(ground: Ground, ledger: Ledger, seed: number): Load {
  const { experiments, hashes, findings, people } = ground;
  const random = createRandom(seed);
  let isStopped = false;
  let number = 0;
  const succeeded: string[] = [];

  const record = async <T extends object>(
    kind: EntryKind,
    person: Person,
    marker: string,
    ask: () => Promise<Result<T>>,
    readId: (data: T) => string,
  ): Promise<Result<T>> => {
    const entry: Entry = ledger.add({ kind, userId: person.id, marker });
    const result = await ask();
    if (result.type === 'done') entry.resultId = readId(result.data);
    entry.outcome = ({ done: 'acknowledged', refused: 'refused', unknown: 'unknown' } as const)[result.type];
    return result;
  };

  const comment = (only?: string): Promise<Result<unknown>> => {
    const text = `Note ${++number} of the campaign`;
    const { writer } = people;
    return record<{ addComment: { id: string } }>(
      'comment',
      writer,
      text,
      () => writer.client.ask(operations.COMMENT, { finding: random.pick(findings), text }, only),
      ({ addComment }) => addComment.id,
    );
  };

  const submit = async (): Promise<void> => {
    const index = random.index(experiments.length);
    const { runner } = people;
    const result = await record<{ createRun: { id: string } }>(
      'run',
      runner,
      hashes[index]!,
      () => runner.client.ask(operations.CREATE_RUN, { input: experiments[index] }),
      ({ createRun }) => createRun.id,
    );
    if (result.type !== 'done') return;
    const { id } = result.data.createRun;
    const status = await waitForEnd(runner.client, id, () => isStopped);
    if (status === 'SUCCEEDED') succeeded.push(id);
  };

  const replicate = async (): Promise<void> => {
    const finding = random.pick(findings);
    const { replicator } = people;
    const result = await record<{ replicateFinding: { id: string; run: { id: string } } }>(
      'replication',
      replicator,
      finding,
      () => replicator.client.ask(operations.REPLICATE, { finding }),
      ({ replicateFinding }) => replicateFinding.id,
    );
    if (result.type === 'done')
      await waitForEnd(replicator.client, result.data.replicateFinding.run.id, () => isStopped);
  };

  const attach = async (): Promise<void> => {
    const run = succeeded.shift();
    if (run === undefined) return;
    const note = `Evidence ${++number} of the campaign`;
    const { runner } = people;
    await record<{ attachEvidence: { id: string } }>(
      'attachment',
      runner,
      note,
      () => runner.client.ask(operations.ATTACH, { finding: random.pick(findings), run, note }),
      ({ attachEvidence }) => attachEvidence.id,
    );
  };

  const read = async (): Promise<void> => {
    const { client } = people.reader;
    // Another prompt each time, so that the engine has to compute.
    await client.ask(operations.PREDICT, { prompt: `The number ${++number} is` });
    await client.ask(operations.FINDINGS);
  };

  const repeat = async (work: () => Promise<unknown>, pauseMs: number): Promise<void> => {
    while (!isStopped) {
      await work();
      await sleep(pauseMs);
    }
  };
  const loops = [
    repeat(comment, PAUSES_MS.comment),
    ...Array.from({ length: KEPT_RUNS }, () => repeat(submit, PAUSES_MS.run)),
    repeat(replicate, PAUSES_MS.replicate),
    repeat(attach, PAUSES_MS.attach),
    repeat(read, PAUSES_MS.read),
  ];
  return {
    comment,
    async stop() {
      isStopped = true;
      await Promise.all(loops);
    },
  };
}

/** Waits until a run has ended. @returns its status; null when it is given up or `isStopped`. */
export async function waitForEnd(
  client: Client,
  id: string,
  isStopped: () => boolean,
): Promise<string | null> {
  for (;;) {
    if (isStopped()) return null;
    const result = await client.ask<{ run: { status: string } | null }>(operations.READ_RUN, { id });
    if (result.type === 'done') {
      const status = result.data.run?.status ?? 'DELETED';
      if (status !== 'QUEUED' && status !== 'RUNNING') return status;
    }
    await sleep(200);
  }
}

/** A guest with an identity, which the first change of anything gives. */
export async function createPerson(options: ClientOptions, name: string): Promise<Person> {
  const client = createClient(options);
  await done(client.ask(operations.CREATE_COLLECTION, { title: `Of ${name}` }));
  const { viewer } = await done(client.ask<{ viewer: { id: string } }>(operations.VIEWER));
  return { id: viewer.id, client };
}

/** The data of an operation before the first fault. @throws Error when it is not done. */
export async function done<T>(asking: Promise<Result<T>>): Promise<T> {
  const result = await asking;
  if (result.type === 'done') return result.data;
  throw new Error(`an operation before the first fault failed: ${JSON.stringify(result)}`);
}
