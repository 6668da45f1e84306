import { Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { ExportBar } from './ExportBar';
import { ExportMenu } from './ExportMenu';

const meta: Meta = {};
export default meta;

const run = sampleIoiRun();
const text = (): string => '';
const exports = { requests: () => [], program: () => ({}) as never, json: text, csv: text, notebook: text };
const menu = {
  prompt: null,
  direction: 'DENOISING' as const,
  metric: 'LOGIT_DIFF' as const,
  unpatched: run.baseline!,
  value: 'recovery' as const,
  statistics: new Map(),
  isMeanOfRatios: false,
  sweeps: run.sweeps as never,
};
const open: StoryObj['play'] = async ({ canvas, canvasElement }) => {
  await userEvent.click(canvas.getByRole('button', { name: 'Export data' }));
  await within(canvasElement.ownerDocument.body).findByRole('menu');
};

export const Bars: StoryObj = {
  render: () => (
    <Stack>
      <ExportBar title="Logit lens" file={['a']} exports={exports} />
      <ExportBar title="Circuit" file={['a']} exports={{ ...exports, notebook: null }} isComplete={false} />
    </Stack>
  ),
};
export const Menu: StoryObj = {
  render: () => <ExportMenu run={run} {...menu} />,
  // Mantine's menu has a hidden element for the focus beside its items.
  parameters: { ignoredRules: ['aria-required-children'] },
  play: open,
};
export const MenuOfALargeRun: StoryObj = {
  ...Menu,
  render: () => (
    <ExportMenu
      run={{
        ...run,
        pairCount: 10_000,
        directions: ['DENOISING', 'NOISING'],
        metrics: ['LOGIT_DIFF', 'PROB'],
      }}
      {...menu}
    />
  ),
};
