import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent } from 'storybook/test';
import { PROVENANCE, REFUTING, sampleEvidence } from '../testing/sample-claims';
import { EvidenceList } from './EvidenceList';

const meta: Meta<typeof EvidenceList> = {
  component: EvidenceList,
  args: { provenance: PROVENANCE, canRespond: false, onChange: async () => {} },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const Replication: Story = { args: { evidence: [sampleEvidence()] } };
export const OtherNumbers: Story = {
  args: {
    evidence: [
      sampleEvidence({
        comparison: {
          isSame: false,
          metrics: [
            { metric: 'LOGIT_DIFF', difference: 0.31, tolerance: 0.001 },
            { metric: 'RANK', difference: null, tolerance: 0 },
          ],
        },
      }),
    ],
  },
  play: ({ canvas }) => userEvent.click(canvas.getByText('Provenance side by side')),
};
export const AgainstWithResponse: Story = { args: { evidence: [REFUTING], canRespond: true } };
