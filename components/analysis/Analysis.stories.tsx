import { Text } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { AnalysisFrame } from './AnalysisFrame';
import { PATHS_PAGE } from './run-pages';

const meta: Meta = {};
export default meta;

const run = sampleIoiRun() as unknown as AnalysedRun_RunFragment;
const frame = (changes: Partial<AnalysedRun_RunFragment>) => (
  <AnalysisFrame
    run={{ ...run, ...changes }}
    page={PATHS_PAGE}
    about="Path patching: a sender’s output is patched, and acts on the receivers only."
  >
    <Text size="sm">What is computed.</Text>
  </AnalysisFrame>
);

export const OfALargeRun: StoryObj = {
  render: () => frame({ pairCount: 10_000 }),
  parameters: { pictureWidth: 900 },
};
export const WithoutItsModel: StoryObj = {
  render: () =>
    frame({
      model: {
        ...run.model,
        unavailable: 'The model gpt2 was removed. Install it again on the page Models.',
      },
    }),
};
