import { Text } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import { DirectionTerms } from './DirectionTerms';
import { GlossaryView } from './GlossaryView';
import { Term } from './Term';
import { TERMS } from './terms';

const meta: Meta = {};
export default meta;

export const Words: StoryObj = {
  render: () => (
    <GlossaryView
      sections={[
        {
          title: 'Experiments',
          entries: (['denoising', 'noising', 'recovery'] as const).map((word) => ({
            word,
            anchor: word,
            meaning: TERMS[word],
          })),
        },
        {
          title: 'Model',
          entries: [
            { word: 'q, k, v, z', anchor: 'q-k-v-z', meaning: TERMS['q-k-v-z'] },
            { word: 'residual stream', anchor: 'residual-stream', meaning: TERMS['residual-stream'] },
          ],
        },
      ]}
    />
  ),
};
export const InASentence: StoryObj = {
  render: () => (
    <Text size="sm" pt={90}>
      <DirectionTerms directions={['DENOISING', 'NOISING']} /> of the{' '}
      <Term id="residual-stream">residual stream</Term>
    </Text>
  ),
  play: async ({ canvas, canvasElement }) => {
    await userEvent.hover(canvas.getByRole('link', { name: 'residual stream' }));
    await within(canvasElement.ownerDocument.body).findByRole('tooltip');
  },
};
