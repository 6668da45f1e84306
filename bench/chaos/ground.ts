/** What is stored before the first fault: people, a prompt set, undisturbed runs, and findings that rest on some of them. */
import type { ClientOptions } from './client';
import { createPerson, done, waitForEnd, type Ground, type Person } from './load';
import * as operations from './operations';
import type { Site } from './site';

/** Findings by experiment: attached runs of one are limited. */
const FINDINGS_OF = [0, 0, 0, 1, 1, 2];
const CLAIMS = ['z[0.1] > -100', 'z[1.2] < 100'];

export async function prepareGround(site: Site, options: ClientOptions): Promise<Ground> {
  const people = {} as Record<keyof Ground['people'], Person>;
  for (const name of ['author', 'writer', 'runner', 'replicator', 'reader'] as const)
    people[name] = await createPerson(options, name);
  const { author } = people;
  const { createPromptSet } = await done(
    author.client.ask<{ createPromptSet: { id: string } }>(operations.CREATE_SET, {
      input: operations.describeSet(),
    }),
  );
  const experiments = operations.listExperiments(createPromptSet.id);
  const compute = async (index: number): Promise<string> => {
    const { createRun } = await done(
      author.client.ask<{ createRun: { id: string } }>(operations.CREATE_RUN, { input: experiments[index] }),
    );
    const status = await waitForEnd(author.client, createRun.id, () => false);
    if (status !== 'SUCCEEDED') throw new Error(`an undisturbed run is ${status}`);
    return createRun.id;
  };
  const hashes: string[] = [];
  for (const index of experiments.keys()) {
    const { contentHash } = await site.db.run.findUniqueOrThrow({ where: { id: await compute(index) } });
    hashes.push(contentHash);
  }
  const findings: string[] = [];
  for (const [number, index] of FINDINGS_OF.entries()) {
    const input = {
      runId: await compute(index),
      title: `Finding ${number + 1}`,
      summary: 'Of the campaign.',
      claims: CLAIMS,
    };
    const { publishFinding } = await done(
      author.client.ask<{ publishFinding: { id: string } }>(operations.PUBLISH, { input }),
    );
    findings.push(publishFinding.id);
  }
  return { experiments, hashes, findings, people };
}
