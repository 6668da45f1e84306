import { expect, it } from 'vitest';
import { chooseCurated, MAX_CURATED } from './curate';

const NO_EVIDENCE = {
  replicated: 0,
  notReplicated: 0,
  replicatedElsewhere: 0,
  notReplicatedElsewhere: 0,
  survived: 0,
  notSurvived: 0,
  supporting: 0,
  refuting: 0,
};
type Listed = Parameters<typeof chooseCurated>[0][number];
const finding = (id: string, evidence: Partial<typeof NO_EVIDENCE> = {}): Listed =>
  ({ id, evidenceCounts: { ...NO_EVIDENCE, ...evidence } }) as unknown as Listed;
const ids = (findings: readonly Listed[]): string => findings.map(({ id }) => id).join('');

it('begins with the notebook, then takes replicated findings, each once', () => {
  const replicated = [
    finding('c', { replicated: 2 }),
    finding('a', { replicated: 1 }),
    finding('d', { replicatedElsewhere: 1 }),
    finding('e', { supporting: 3 }),
  ];
  expect(ids(chooseCurated([finding('a'), finding('b')], replicated, 30))).toBe('abcd');
});

it('is empty where one list shows all findings', () => {
  expect(chooseCurated([finding('a')], [], MAX_CURATED)).toEqual([]);
  expect(ids(chooseCurated([finding('a')], [], MAX_CURATED + 1))).toBe('a');
});
