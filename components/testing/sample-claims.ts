/** Claims of a finding with the verdicts of its own run, and runs attached to it. */
import type {
  ComparedProvenance_ProvenanceFragment,
  Evidence_EvidenceFragment,
  FindingClaims_FindingFragment,
  Verdict,
} from '../generated/graphql';

export const PROVENANCE: ComparedProvenance_ProvenanceFragment = {
  modelSha256: '248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707',
  engine: '3',
  runtime: 'onnxruntime-node 1.30.0',
  provider: 'cpu',
};

/** What a claim about a run can be: the answer that completes claims while they are typed. */
export const CLAIM_OFFER = {
  run: {
    __typename: 'Run',
    id: 'r1',
    directions: ['DENOISING'],
    metrics: ['LOGIT_DIFF'],
    sweepKinds: ['HEAD_Z'],
    sweeps: [],
  },
};

/** A replication with the numbers of the finding. */
export function sampleEvidence(changes: object = {}): Evidence_EvidenceFragment {
  return {
    __typename: 'Evidence',
    id: 'e1',
    createdAt: '2026-11-26T10:00:00.000Z',
    isReplication: true,
    isFresh: false,
    isElsewhere: false,
    stance: null,
    note: null,
    author: { __typename: 'User', id: 'u2', name: 'Grace Hopper' },
    run: {
      __typename: 'Run',
      id: 'r2',
      title: '… [John→Mary] gave …',
      status: 'SUCCEEDED',
      freshSeed: null,
      model: { __typename: 'Model', id: 'gpt2' },
      pairCount: 8,
      provenance: PROVENANCE,
    },
    isJudged: true,
    comparison: {
      __typename: 'NumberComparison',
      isSame: true,
      metrics: [
        { __typename: 'MetricDifference', metric: 'LOGIT_DIFF', difference: 2.4e-6, tolerance: 0.001 },
      ],
    },
    response: null,
    respondedAt: null,
    canRemove: false,
    ...changes,
  } as unknown as Evidence_EvidenceFragment;
}

/** A run that is attached against the finding. */
export const REFUTING = sampleEvidence({
  id: 'e2',
  isReplication: false,
  stance: 'REFUTES',
  note: 'With names of the other gender the head has no effect.',
  response: 'The prompts differ in the verb, too; see version 2.',
  comparison: null,
  canRemove: true,
  run: {
    id: 'r3',
    title: 'Other names',
    status: 'SUCCEEDED',
    freshSeed: null,
    model: { id: 'gpt2' },
    pairCount: 32,
    provenance: PROVENANCE,
  },
});

function verdict(claim: string, runId: string, kind: Verdict, value: number | null, half = 0.05) {
  return {
    __typename: 'ClaimVerdict' as const,
    claim,
    verdict: kind,
    value,
    low: value === null ? null : value - half,
    high: value === null ? null : value + half,
    error: kind === 'INVALID' ? { message: 'This run has no sweep of head outputs.', at: 0 } : null,
    runId,
    cell: 'HEAD_Z:9:9',
    direction: 'DENOISING' as const,
    metric: 'LOGIT_DIFF' as const,
  };
}

/** A finding with three claims, a replication, and a run against it. */
export function sampleClaims(): FindingClaims_FindingFragment {
  const claims = (
    [
      ['z[9.9] > 0.2', 'SUPPORTED', 0.262, 'REFUTED', 0.04],
      ['max(mlp_out[1.., *]) < 0.1', 'UNDECIDED', 0.098, 'INVALID', null],
      ['top(z, 3) = {9.9, 10.0, 9.6}', 'SUPPORTED', 0.82, 'UNDECIDED', 0.41],
    ] as const
  ).map(([text, own, value, other, otherValue], index) => ({
    __typename: 'Claim' as const,
    id: `c${index}`,
    text,
    verdicts: [
      verdict(text, 'r1', own, value),
      verdict(text, 'r2', own, value),
      verdict(text, 'r3', other, otherValue),
    ],
  }));
  return {
    __typename: 'Finding',
    id: 'F',
    slug: 'name-movers',
    isMine: false,
    hasFreshPrompts: true,
    furtherRuns: [],
    claims,
    evidence: [sampleEvidence(), REFUTING],
  } as unknown as FindingClaims_FindingFragment;
}
