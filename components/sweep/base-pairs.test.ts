import { expect, it } from 'vitest';
import { orientPairs } from './base-pairs';
import { readComputed } from './computed';
import { positionLabels } from './positions';

const tokens = (...ids: number[]) => ids.map((id) => ({ id, text: ` t${id}` }));
const pair = {
  cleanTokens: tokens(0, 1, 2, 3, 4),
  corruptedTokens: tokens(0, 1, 9, 4),
  differingPositions: [2, 3],
  alignment: [
    { clean: 0, corrupted: 0 },
    { clean: 1, corrupted: 1 },
    { clean: 3, corrupted: 2 },
    { clean: 4, corrupted: 3 },
  ],
  roles: [{ name: 'S', cleanPositions: [2, 3], corruptedPositions: [2] }],
};

it('labels positions of the prompt that is patched', () => {
  const texts = (direction: 'DENOISING' | 'NOISING') =>
    positionLabels(orientPairs([pair], direction), null).map(({ text, isMarked }) => [text, isMarked]);
  expect(texts('NOISING').map(([text]) => text)).toEqual(['·t0 0', '·t1 1', '·t2 2', '·t3 3', '·t4 4']);
  expect(texts('DENOISING')).toEqual([
    ['·t0 0', false],
    ['·t1 1', false],
    ['·t9 2', true],
    ['·t4 3', false],
  ]);
  const [, , alone] = positionLabels(orientPairs([pair], 'NOISING'), null);
  expect(alone!.hint).toContain('no partner');
  expect(orientPairs([pair], 'DENOISING')[0]!.roles).toEqual([
    { name: 'S', cleanPositions: [2], corruptedPositions: [2, 3] },
  ]);
});

it('marks positions without a partner, and equal ones, as not computed', () => {
  const axes = [{ name: 'layer' }, { name: 'position' }] as const;
  const noising = { kind: 'RESID_PRE', direction: 'NOISING', axes, shape: [2, 5] } as const;
  expect([...readComputed(noising, [pair])].slice(0, 5)).toEqual([0, 0, 0, 1, 1]);
  const denoising = { kind: 'RESID_PRE', direction: 'DENOISING', axes, shape: [2, 4] } as const;
  expect([...readComputed(denoising, [pair])].slice(0, 4)).toEqual([0, 0, 1, 1]);
});
