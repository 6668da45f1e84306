import { expect, it } from 'vitest';
import { listClaimedHeads } from './list-heads';
import { parseClaim } from './parse';

it.each([
  ['z[9.9] > 0.2', '9.9'],
  ['v[L8H6] > q[8.10, END] + 0.1', '8.6 8.10'],
  ['top(z, 3) = {9.9, 10.0, 9.6}', '9.9 10.0 9.6'],
  ['top(z[9.*], 1) = {9.9}', '9.9'],
  ['-max(z[L7..9H3], abs(z[5.5])) < 1', '5.5'],
  ['max(z) > 0.1', ''],
  ['resid_pre[8, END] >= 0.9', ''],
  ['ld.clean > 3.1', ''],
])('lists the heads of %s', (text, expected) => {
  const heads = listClaimedHeads(parseClaim(text));
  expect(heads.map(({ layer, head }) => `${layer}.${head}`).join(' ')).toBe(expected);
});
