import { expect, it } from 'vitest';
import { takeImported } from './take-imported';

const texts = { clean: 'a b', corrupted: 'a c', correct: ' d', incorrect: ' e' };
const role = (name: string, cleanPositions: number[], corruptedPositions = cleanPositions) => ({
  name,
  cleanPositions,
  corruptedPositions,
});

it('keeps the roles without BOS and END, with other positions in the corrupted prompt', () => {
  const roles = [role('IO', [1]), role('S1', [2], [3]), role('S2', [3, 4]), role('END', [5])];
  expect(takeImported({ ...texts, roles })).toEqual({
    ...texts,
    roles: [
      { name: 'IO', positions: [0] },
      { name: 'S1', positions: [1], corrupted: [2] },
      { name: 'S2', positions: [2, 3] },
    ],
  });
});

it('leaves a pair without roles as it is', () => {
  expect(takeImported({ ...texts, roles: [role('END', [5])] })).toEqual(texts);
});
