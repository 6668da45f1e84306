import { expect, it } from 'vitest';
import { sampleRun } from '../testing/sample-run';
import { toNotebook } from './notebook';

it('reads the source cache at the aligned positions, and only for runs with such pairs', () => {
  const run = sampleRun();
  const [first] = run.pairs;
  const alignment = [
    { clean: 0, corrupted: 0 },
    { clean: 1, corrupted: 2 },
    { clean: 2, corrupted: 3 },
  ] as unknown as (typeof run.pairs)[number]['alignment'];
  const corruptedTokens = [
    ...first!.corruptedTokens.slice(0, 1),
    { __typename: 'Token' as const, id: 40, text: ' Paul' },
    ...first!.corruptedTokens.slice(1),
  ];
  const unequal = { ...run, pairs: [{ ...first!, corruptedTokens, alignment }, ...run.pairs.slice(1)] };
  const text = toNotebook(unequal);
  expect(text).toContain('[[0,0],[1,2],[2,3]]');
  expect(text).toContain('partner = {a: b for a, b in aligned}');
  expect(toNotebook(run)).not.toContain('partner');
});
