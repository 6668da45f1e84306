import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { PROVENANCE, sampleClaims } from '../testing/sample-claims';
import { Replications } from './Replications';

const meta: Meta<typeof Replications> = {
  component: Replications,
  args: { finding: sampleClaims(), provenance: PROVENANCE, reload: async () => {} },
  parameters: { pictureWidth: 900 },
};
export default meta;

type Story = StoryObj<typeof meta>;

export const Attached: Story = {};
export const WithoutClaims: Story = { args: { finding: { ...sampleClaims(), claims: [] } } };
export const NoneYet: Story = {
  args: { finding: { ...sampleClaims(), evidence: [], hasFreshPrompts: false } },
};
