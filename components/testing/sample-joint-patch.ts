/** A joint patch of the sample run, with a control that patches the second prompt only. */
import type { JointPatch_PatchFragment } from '../generated/graphql';

const site = (head: number, layer = 1) => ({
  __typename: 'JointSite',
  site: 'Z',
  layer,
  head,
  position: null,
  src: null,
  label: `L${layer}H${head} z`,
});

/** The joint change of the logit difference is 3 and 4, the sum of the single changes 2 and 3. */
export const JOINT_PATCH = {
  __typename: 'JointPatch',
  id: 'j1',
  title: 'L1H0 z, L1H1 z',
  createdAt: '2026-11-25T10:00:00.000Z',
  isMine: true,
  creator: { __typename: 'User', id: 'u', name: 'Guest 1' },
  direction: 'DENOISING',
  value: 'SOURCE',
  valueFrom: null,
  acrossPositions: false,
  donors: null,
  donorRule: null,
  seed: null,
  engine: '3',
  provider: 'cpu',
  sites: [site(0), site(1)],
  results: [
    {
      __typename: 'JointResult',
      metric: 'LOGIT_DIFF',
      base: [-1.5, -0.5],
      source: [2, 4],
      patched: [1.5, 3.5],
      singles: [
        [-1, 0.5],
        [0, 1.5],
      ],
    },
    {
      __typename: 'JointResult',
      metric: 'RANK',
      base: [9, 5],
      source: [0, 0],
      patched: [0, 1],
      singles: [
        [8, 4],
        [7, 3],
      ],
    },
  ],
} as unknown as JointPatch_PatchFragment;

export const CONTROL = {
  ...JOINT_PATCH,
  id: 'c1',
  isMine: false,
  value: 'RESAMPLE',
  valueFrom: 'CLEAN',
  donors: [null, 0],
  donorRule: 'SAME_ANSWER',
  seed: 7,
  results: JOINT_PATCH.results.map(({ base, source, singles, ...result }) => ({
    ...result,
    base: [null, base[1]],
    source: [null, source[1]],
    patched: [null, 0.5],
    singles: singles.map((row) => [null, row[1]]),
  })),
} as unknown as JointPatch_PatchFragment;
