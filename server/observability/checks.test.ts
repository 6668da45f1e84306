import { afterEach, expect, it } from 'vitest';
import { addCheck, runChecks, type Check } from './checks';

const added: (() => void)[] = [];
afterEach(() => {
  for (const remove of added.splice(0)) remove();
});

/** Adds a check under a name of this test, and returns what reads its reason. */
function check(test: Check, limitMs?: number): () => Promise<string | null | undefined> {
  const name = `test ${added.length}`;
  added.push(addCheck(name, test, limitMs));
  return async () => (await runChecks()).find((result) => result.name === name)?.reason;
}

it('gives the reason of a check that fails', async () => {
  expect(await check(() => null)()).toBeNull();
  expect(await check(async () => 'The disk is full.')()).toBe('The disk is full.');
});

it('hides what a broken check throws, which may name addresses and passwords', async () => {
  const broken = check(() => Promise.reject(new Error('postgres://me:secret@10.0.0.1')));
  expect(await broken()).toBe('The check failed; the log says why.');
});

it('ends a check that hangs, and runs it once for any number of probes meanwhile', async () => {
  let calls = 0;
  const hanging = check(() => (calls++, new Promise<null>(() => {})), 50);
  const reasons = await Promise.all(Array.from({ length: 200 }, hanging));
  expect(new Set(reasons)).toEqual(new Set(['There was no answer within 0.05 s.']));
  expect(calls).toBe(1);
});

it('keeps a result for a moment', async () => {
  let calls = 0;
  const counted = check(() => (calls++, null));
  for (let index = 0; index < 50; index++) await counted();
  expect(calls).toBe(1);
});
