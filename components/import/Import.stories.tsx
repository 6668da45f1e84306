import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent } from 'storybook/test';
import type { CheckFileQuery } from '../generated/graphql';
import { FileIssues } from './FileIssues';
import { FilePreview } from './FilePreview';
import { ImportForm } from './ImportForm';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const file = {
  __typename: 'CheckedFile',
  format: 'RUN',
  title: '… [John→Mary] gave …',
  model: 'gpt2',
  pairs: 8,
  clean: 'When John and Mary went to the shops, John gave the bag to',
  corrupted: 'When John and Mary went to the shops, Mary gave the bag to',
  directions: ['DENOISING'],
  metrics: ['LOGIT_DIFF'],
  sweepKinds: ['HEAD_Z', 'RESID_PRE'],
  hasEdges: false,
  jointPatches: 2,
  circuits: 0,
  claims: [],
  provenance: 'engine 3 on onnxruntime-node 1.30.0, cpu',
  createdAt: '2026-11-20T10:00:00.000Z',
  issues: [],
} as unknown as CheckFileQuery['checkFile'];
const issues = [
  { path: 'sweeps[0].values', message: 'It has 143 numbers; [12, 12] needs 144.' },
  { path: '', message: 'The digest does not match the content.' },
];
const check: Story['play'] = async ({ canvas }) => {
  await userEvent.click(canvas.getByRole('textbox'));
  await userEvent.paste('{}');
  await userEvent.click(canvas.getByRole('button', { name: 'Check' }));
  await canvas.findByRole('region', { name: 'Content of the file' });
};

export const Preview: Story = { render: () => <FilePreview file={file} /> };
export const Issues: Story = { render: () => <FileIssues issues={issues} /> };
export const EmptyForm: Story = { render: () => <ImportForm /> };
export const Valid: Story = {
  render: () => <ImportForm />,
  parameters: { answers: { CheckFile: () => ({ checkFile: file }) } },
  play: check,
};
export const WithProblems: Story = {
  render: () => <ImportForm />,
  parameters: {
    answers: {
      CheckFile: () => ({
        checkFile: { ...file, issues: issues.map((issue) => ({ __typename: 'Issue', ...issue })) },
      }),
    },
  },
  play: check,
};
