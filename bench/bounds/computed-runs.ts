/** Runs of the bundled model that the parts read. */
import { smallExperiment } from '../experiments';
import { makeSender, sendOrFail, type Sender } from './client';

const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
const SETTLE = 'query ($id: ID!) { run(id: $id, settleMs: 5000) { status } }';

/** Computes public runs of one guest, one after another. @returns their ids. */
export async function computeSome(
  url: string,
  count: number,
  guest: Sender = makeSender(65_000),
): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const { createRun } = await sendOrFail<{ createRun: { id: string } }>(url, guest, CREATE, {
      input: smallExperiment(index),
    });
    ids.push(createRun.id);
    for (let status = 'QUEUED'; status === 'QUEUED' || status === 'RUNNING';) {
      ({ status } = (await sendOrFail<{ run: { status: string } }>(url, guest, SETTLE, createRun)).run);
    }
  }
  return ids;
}
