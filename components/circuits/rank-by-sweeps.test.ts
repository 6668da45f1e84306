import { expect, it } from 'vitest';
import { nameNode } from '../../domain/circuit';
import { rankBySweeps } from './rank-by-sweeps';

const encode = (values: readonly number[]): string =>
  btoa(String.fromCharCode(...new Uint8Array(Float32Array.from(values).buffer)));
const unpatched = { clean: 4, corrupted: 1, perPrompt: [] };

it('ranks heads by their change from the base run, and MLPs by their largest one', () => {
  const sweeps = [
    { id: '1', kind: 'MLP_OUT', direction: 'DENOISING', data: encode([1, 1.5, 1, 1, 1, -3]), unpatched },
    { id: '2', kind: 'HEAD_Z', direction: 'DENOISING', data: encode([1, 3, 2, 1.1]), unpatched },
    // A later direction of the same kind does not count.
    { id: '3', kind: 'HEAD_Z', direction: 'NOISING', data: encode([9, 9, 9, 9]), unpatched },
  ] as const;
  const ranked = rankBySweeps(sweeps, { layers: 2, heads: 2 });
  expect(ranked.map(nameNode)).toEqual(['MLP 1', 'L0H1', 'L1H0', 'MLP 0', 'L1H1', 'L0H0']);
  expect(
    rankBySweeps([{ ...sweeps[1], direction: 'NOISING' }], { layers: 2, heads: 2 }).map(nameNode),
  ).toEqual(['L0H0', 'L1H1', 'L1H0', 'L0H1']);
  expect(rankBySweeps([], { layers: 2, heads: 2 })).toEqual([]);
});
