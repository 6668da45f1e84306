import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { NEVER } from 'rxjs';
import { CLAIM_OFFER, sampleClaims } from '../testing/sample-claims';
import { ClaimEditor } from './ClaimEditor';

const verdicts = sampleClaims().claims.map(({ verdicts: [own] }) => own!);
const meta: Meta<typeof ClaimEditor> = {
  component: ClaimEditor,
  args: { runId: 'r1', claims: [], onChange: () => {} },
  parameters: {
    answers: { ClaimOffer: () => CLAIM_OFFER, EvaluateClaims: () => ({ evaluateClaims: verdicts }) },
  },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const Empty: Story = {};
export const Judged: Story = {
  args: { claims: verdicts.map(({ claim }) => claim) },
  play: async ({ canvas }) => void (await canvas.findAllByText('supported', { exact: false })),
};
export const BeingJudged: Story = {
  args: { claims: ['z[9.9] > 0.2'] },
  parameters: { answers: { ClaimOffer: () => CLAIM_OFFER, EvaluateClaims: () => NEVER } },
};
export const Mistake: Story = {
  args: { claims: ['z[9.9] >> 0.2'] },
  parameters: {
    answers: {
      ClaimOffer: () => CLAIM_OFFER,
      EvaluateClaims: () => ({
        evaluateClaims: [
          {
            ...verdicts[0]!,
            claim: 'z[9.9] >> 0.2',
            verdict: 'INVALID',
            value: null,
            low: null,
            high: null,
            error: { __typename: 'ClaimError', message: 'A number is expected after “>”.', at: 8 },
          },
        ],
      }),
    },
  },
  play: async ({ canvas }) => void (await canvas.findByText('A number is expected after “>”.')),
};
export const Refused: Story = { args: { claims: [''], error: 'A claim is empty. Remove it, or write one.' } };
