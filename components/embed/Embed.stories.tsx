import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { ReactNode } from 'react';
import { encodeFloats } from '../testing/sample-run';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { HeadGridPreviewImage } from './HeadGridPreviewImage';
import { PreviewImage } from './PreviewImage';
import { SitePreviewImage } from './SitePreviewImage';

const meta: Meta = {};
export default meta;

type Finding = Parameters<typeof PreviewImage>[0]['finding'];

const { pairs, provenance } = sampleIoiRun();
const finding = {
  id: 'F',
  slug: 'name-movers',
  title: 'Head 9.9 moves the name that was not repeated',
  createdAt: '2026-11-20T10:00:00.000Z',
  version: 1,
  newestVersion: 2,
  withdrawnAt: null,
  author: { id: 'u', name: 'Ada Lovelace' },
  modelId: 'gpt2',
  card: {
    kind: 'HEAD_Z',
    shape: [12, 12],
    picture: encodeFloats(
      Array.from({ length: 144 }, (_, cell) =>
        cell === 102 ? 0.31 : cell === 117 ? 0.27 : cell === 127 ? -0.24 : 0,
      ),
    ),
    directions: ['DENOISING'],
    prompt: '… the shops, [John→Mary] gave the bag to',
    clean: pairs[0]!.cleanTokens,
    corrupted: pairs[0]!.corruptedTokens,
    differingPositions: [10],
    alignment: null,
    baseline: { pairs: 8, verdict: 'OK' },
  },
  claimCounts: { supported: 1, refuted: 0, undecided: 1, invalid: 0 },
  claims: [
    { id: 'c', text: 'z[9.9] > 0.2', verdicts: [{ runId: 'r', verdict: 'SUPPORTED' }] },
    { id: 'd', text: 'max(mlp_out[1.., *]) < 0.1', verdicts: [{ runId: 'r', verdict: 'UNDECIDED' }] },
  ],
  run: { id: 'r', roles: [], imported: null, provenance },
} as unknown as Finding;

const grid = {
  model: 'gpt2',
  layers: 12,
  heads: 12,
  findings: 30,
  counts: Array.from({ length: 144 }, (_, cell) => (cell % 13 === 9 ? cell % 7 : 0)),
};

const scroll: NonNullable<Meta['decorators']> = [
  (Story) => (
    <div style={{ overflow: 'auto' }} tabIndex={0} role="group" aria-label="Preview">
      <Story />
    </div>
  ),
];

/** Pictures of links are 1200 x 630 pixels; here they are half as large. */
function Half({ children }: { readonly children: ReactNode }) {
  return (
    <div style={{ width: 600, height: 315, overflow: 'hidden' }}>
      <div style={{ width: 1200, height: 630, transform: 'scale(0.5)', transformOrigin: 'top left' }}>
        {children}
      </div>
    </div>
  );
}

/** Of links to a finding in chats and feeds. */
export const PreviewOfALink: StoryObj = {
  render: () => (
    <Half>
      <PreviewImage finding={finding} />
    </Half>
  ),
  decorators: scroll,
  parameters: { pictureWidth: 660 },
};
/** Of links to the heads of a model, and to pages without a picture of their own. */
export const PreviewsOfPages: StoryObj = {
  render: () => (
    <>
      <Half>
        <HeadGridPreviewImage grid={grid} />
      </Half>
      <Half>
        <SitePreviewImage />
      </Half>
    </>
  ),
  decorators: scroll,
  parameters: { pictureWidth: 660 },
};
