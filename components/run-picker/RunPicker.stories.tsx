import { Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import { RunPicker } from './RunPicker';

const run = (id: string, title: string) => ({
  __typename: 'Run',
  id,
  title,
  subject: title.startsWith('…') ? 'Indirect object identification' : title,
  pairCount: 8,
  createdAt: '2026-11-25T10:00:00.000Z',
  directions: ['DENOISING'],
  model: { __typename: 'Model', id: 'gpt2' },
});
const meta: Meta = {
  parameters: {
    answers: {
      RunChoices: () => ({
        mine: {
          __typename: 'RunConnection',
          edges: [run('k3F9', '… the shops, [John→Mary] gave the bag to'), run('k4F9', 'Other names')].map(
            (node) => ({ __typename: 'RunEdge', node }),
          ),
        },
        findings: {
          __typename: 'FindingConnection',
          edges: [
            {
              __typename: 'FindingEdge',
              node: {
                __typename: 'Finding',
                id: 'F',
                title: 'Head 9.9 moves the name that was not repeated, on all prompts of the set',
                run: run('r1', 'IOI'),
              },
            },
          ],
        },
      }),
    },
  },
};
export default meta;

const picker = { name: 'a', label: 'First run', onChange: () => {} };

export const Fields: StoryObj = {
  render: () => (
    <Stack>
      <RunPicker {...picker} initial={null} description="One of yours, or a published one." />
      <RunPicker
        {...picker}
        initial={{ id: 'k3F9', label: 'Other names' }}
        problem="This run has no heads."
      />
    </Stack>
  ),
};
export const Choices: StoryObj = {
  render: () => <RunPicker {...picker} initial={null} />,
  play: async ({ canvas, canvasElement }) => {
    await userEvent.click(canvas.getByRole('combobox', { name: 'First run' }));
    await within(canvasElement.ownerDocument.body).findByRole('option', { name: /Other names/ });
  },
};
