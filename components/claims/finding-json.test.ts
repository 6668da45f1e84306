import { expect, it } from 'vitest';
import { toFindingJson } from './finding-json';
import { formatMeasured, verdictAddress } from './verdict-text';

const verdict = {
  __typename: 'ClaimVerdict' as const,
  claim: 'z[1.2] > 0.2',
  verdict: 'SUPPORTED' as const,
  value: 0.5571,
  low: -0.4324,
  high: 0.6787,
  error: null,
  runId: 'run',
  cell: 'HEAD_Z:1:2',
  direction: 'DENOISING' as const,
  metric: 'LOGIT_DIFF' as const,
};

it('writes claims with the verdicts of each run, and attached runs', () => {
  const text = toFindingJson(
    {
      id: 'f',
      slug: 'names',
      title: 'Names',
      version: 1,
      summary: 'Text.',
      tags: ['ioi'],
      createdAt: '2026-11-26T00:00:00.000Z',
      editedAt: null,
      author: { id: 'u', name: 'Guest' },
      run: { id: 'run', title: 'Run', model: { id: 'gpt2' }, provenance: null },
      isMine: true,
      hasFreshPrompts: false,
      claims: [{ id: 'c', text: 'z[1.2] > 0.2', verdicts: [verdict] }],
      furtherRuns: [],
      evidence: [
        {
          id: 'e',
          createdAt: '2026-11-26T00:00:00.000Z',
          isReplication: false,
          isFresh: false,
          isElsewhere: false,
          stance: 'REFUTES',
          note: 'No.',
          author: { id: 'v', name: 'Other' },
          run: {
            id: 'other',
            title: 'Other',
            status: 'SUCCEEDED',
            freshSeed: null,
            model: { id: 'gpt2' },
            pairCount: 2,
            provenance: null,
          },
          isJudged: true,
          comparison: null,
          response: 'Yes.',
          respondedAt: '2026-11-26T00:00:00.000Z',
          canRemove: true,
        },
      ],
    },
    'https://patchbay.example',
  );
  const written = JSON.parse(text) as Record<string, unknown>;
  expect(written).toMatchObject({
    format: 'patchbay.finding',
    version: 2,
    address: 'https://patchbay.example/findings/names@1',
    title: 'Names',
    claims: [{ text: 'z[1.2] > 0.2', verdicts: [{ runId: 'run', verdict: 'SUPPORTED', value: 0.5571 }] }],
    evidence: [{ stance: 'REFUTES', note: 'No.', response: 'Yes.', run: { id: 'other' } }],
  });
  expect(text).not.toMatch(/__typename|isMine|canRemove/);
});

it('writes what was measured, and opens the cell in its direction and metric', () => {
  expect(formatMeasured(verdict)).toBe('0.557 [−0.432, 0.679]');
  expect(formatMeasured({ ...verdict, low: null, high: null })).toBe('0.557');
  // All with the same decimals.
  expect(formatMeasured({ ...verdict, value: 6.154, low: 4.77, high: 7.5 })).toBe('6.15 [4.77, 7.50]');
  expect(formatMeasured({ ...verdict, value: -0.001, low: -0.0012, high: -0.00015 })).toBe(
    '−0.001 [−0.001, 0.000]',
  );
  expect(formatMeasured({ ...verdict, value: -0.0001, low: -0.0002, high: 0.0001 })).toBe(
    '−1.0e-4 [−2.0e-4, 1.0e-4]',
  );
  const top = { ...verdict, claim: 'top(z, 1) = {1.2}', low: null, high: null };
  expect(formatMeasured({ ...top, value: 0.34 })).toBe('34% of resamples');
  expect(formatMeasured({ ...top, value: 1 })).toBe('this set');
  expect(verdictAddress(verdict)).toBe('/runs/run?cell=HEAD_Z:1:2&direction=denoising&metric=logit_diff');
  expect(verdictAddress({ ...verdict, cell: null })).toBe('/runs/run');
});
