import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { stubFetch } from '../testing/stub-fetch';
import { PatchDemo } from './PatchDemo';
import { sampleExamples } from './sample-example';
import { ScaleColours } from './ScaleColours';

const meta: Meta = {
  decorators: [
    (Story) => (
      <ScaleColours>
        <Story />
      </ScaleColours>
    ),
  ],
};
export default meta;

type Story = StoryObj;

const [fact] = sampleExamples('demo-computed');
const computed = {
  metric: 'LOGIT_DIFF',
  base: [-5.2],
  source: [4.9],
  singles: fact.saved!.values.patched.map((one) => [one]),
};

export const Computed: Story = {
  beforeEach: () => stubFetch(() => ({ data: { intervene: { results: [computed] } } })),
  render: () => <PatchDemo examples={sampleExamples('demo-computed')} operation="query" />,
  play: async ({ canvas, canvasElement }) => {
    await canvas.findByText(/^Computed now/);
    // What it took depends on the machine.
    canvasElement.querySelector('[data-source=engine]')!.textContent = '';
  },
};
export const SavedWhileItIsComputed: Story = {
  beforeEach: () => stubFetch(() => undefined),
  render: () => <PatchDemo examples={sampleExamples('demo-saved')} operation="query" />,
  parameters: { pictureWidth: 760 },
};
export const WithoutTheEngine: Story = {
  beforeEach: () => stubFetch(() => ({ errors: [{ message: 'The engine is restarting.' }] })),
  render: () => (
    <PatchDemo
      examples={sampleExamples('demo-off').map((example) => ({ ...example, saved: null }))}
      operation="query"
    />
  ),
  play: async ({ canvas }) => void (await canvas.findByText(/^The engine did not answer/)),
};
