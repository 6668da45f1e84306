import { expect, it } from 'vitest';
import { encodeFloats, sampleRun } from '../testing/sample-run';
import { toMetricsCsv } from './metrics-csv';

const run = sampleRun({ metrics: ['LOGIT_DIFF', 'RANK'] });
const arrays = run.metrics.map((metric, shift) => ({
  metric,
  sweeps: [
    {
      kind: 'RESID_PRE' as const,
      direction: 'DENOISING' as const,
      data: encodeFloats([1, 2, 3].map((value) => value + 10 * shift)),
      perPrompt: encodeFloats([1, 1, 1, 1, 3, 5].map((value) => value + 10 * shift)),
    },
    {
      kind: 'HEAD_Z' as const,
      direction: 'DENOISING' as const,
      data: encodeFloats([0, 0, 0, 0.5]),
      perPrompt: encodeFloats([0, 0, 0, 0, 0, 0, 0, 1]),
    },
  ],
}));
const stored = {
  roles: [] as string[],
  sweeps: run.sweeps.map(({ kind, direction, shape }) => ({
    kind,
    direction,
    elapsedMs: 1,
    provenance: null,
    // One byte for each cell; the first position was not computed.
    computed: btoa(
      String.fromCharCode(...Array.from({ length: shape[0]! * shape[1]! }, (_, at) => Number(at > 0))),
    ),
  })),
};
const rows = (prompt: number | null, of = run) =>
  toMetricsCsv(of, arrays, prompt, stored)
    .split('\n')
    .filter((line) => !line.startsWith('#'));

it('has a row for each patch and a column for each metric', () => {
  const [header, ...patches] = rows(null);
  expect(header).toBe(
    'direction,kind,layer,head,position,token,src,src_token,prompt,computed,logit_diff,rank',
  );
  expect(patches[1]).toBe('DENOISING,RESID_PRE,0,,1,""" John""",,,mean,1,2,12');
  expect(patches[6]).toBe('DENOISING,HEAD_Z,1,1,,,,,mean,1,0.5,0.5');
  // Three positions and four heads, and the end of the last line.
  expect(patches).toHaveLength(8);
});

it('has the values of one prompt', () => {
  expect(rows(1)[2]).toBe('DENOISING,RESID_PRE,0,,1,""" Kate""",,,2,1,3,13');
});

it('starts no cell with a formula', () => {
  const token = { ...run.pairs[0]!.cleanTokens[1]!, text: '=cmd|x!A1' };
  const [bos, , last] = run.pairs[0]!.cleanTokens;
  const pairs = [{ ...run.pairs[0]!, cleanTokens: [bos!, token, last!] }];
  const written = toMetricsCsv({ ...run, title: '=1+1\n@x', pairs }, arrays, null, stored);
  for (const line of written.split('\n')) expect(line).toMatch(/^(# |direction,|DENOISING,|$)/);
  expect(written).toContain('"""=cmd|x!A1"""');
});

it('names positions by role where the run has roles', () => {
  const byRole = { ...stored, roles: ['IO', 'S1', 'END'] };
  const lines = toMetricsCsv(run, arrays, null, byRole).split('\n');
  expect(lines.find((line) => line.startsWith('DENOISING,RESID_PRE,0,,1'))).toBe(
    'DENOISING,RESID_PRE,0,,1,"""S1""",,,mean,1,2,12',
  );
});
