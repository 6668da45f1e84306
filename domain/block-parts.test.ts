import { expect, it } from 'vitest';
import { BLOCK_PARTS, nameGrain } from './block-parts';
import { SWEEP_KINDS } from './sites';

it('has every sweep kind in exactly one part', () => {
  expect(BLOCK_PARTS.flatMap(({ kinds }) => kinds).toSorted()).toEqual(SWEEP_KINDS.toSorted());
});

it('tells the kinds of a part apart by one word', () => {
  for (const { name, kinds } of BLOCK_PARTS)
    expect(new Set(kinds.map(nameGrain)).size, name).toBe(kinds.length);
  const pattern = BLOCK_PARTS.find(({ name }) => name === 'pattern');
  expect(pattern?.kinds.map(nameGrain)).toEqual(['all', 'dest', 'entry']);
});
