import { Group, Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import { useTone } from '../plot/heatmap/use-tone';
import { sampleIoiPositions, sampleIoiRun, sampleIoiSweeps } from '../testing/sample-ioi-run';
import { EntrySliceControl } from './EntrySliceControl';
import { FoldButton } from './FoldButton';
import { figureContext } from './figure-context';
import { SECTIONS } from './kinds';
import { LimitField } from './LimitField';
import { PartControls } from './PartControls';
import { PromptControl } from './PromptControl';
import { SectionView } from './SectionView';
import { SliceControl } from './SliceControl';
import { ValueControls } from './ValueControls';
import { ViewMenu } from './ViewMenu';
import { readViewState, type ViewState } from './view-state';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const ignore = (): void => {};
const run = sampleIoiRun();
const positions = sampleIoiPositions(run);
const view = readViewState(new URLSearchParams(), run.pairCount);
const ofPositions = {
  axes: [{ name: 'layer' }, { name: 'head' }, { name: 'position' }] as const,
  shape: [12, 12, 15],
  values: Float32Array.from({ length: 12 * 12 * 15 }, (_, at) => Math.sin(at)),
};
const ofEntries = {
  axes: [{ name: 'layer' }, { name: 'head' }, { name: 'destination' }, { name: 'src' }] as const,
  shape: [2, 12, 15, 15],
  values: Float32Array.from({ length: 2 * 12 * 15 * 15 }, (_, at) => Math.sin(at)),
};

interface SectionProps {
  readonly of?: typeof run;
  readonly id: 'outputs' | 'heads';
  readonly change?: Partial<ViewState>;
}

/** A section as the page of a run shows it. */
function Section({ of = run, id, change = {} }: SectionProps) {
  const state = { ...view, ...change };
  const tone = useTone();
  const sweeps = sampleIoiSweeps(of);
  const section = SECTIONS.find((one) => one.id === id)!;
  const figure = figureContext(of, 'recovery', null);
  return (
    <SectionView
      {...{ section, sweeps, figure }}
      kinds={section.kinds.filter((kind) => of.sweepKinds.includes(kind))}
      isOver={of.status === 'SUCCEEDED'}
      model={of.model}
      hasOwnScales={false}
      limits={{}}
      statistic="mean"
      view={{ ...state, tone, positions, figure, valueName: 'recovery', unit: '' }}
      onChange={ignore}
    />
  );
}

export const Heads: Story = { render: () => <Section id="heads" />, parameters: { pictureWidth: 1280 } };
export const ByPosition: Story = {
  render: () => (
    <Section
      id="outputs"
      change={{ pinned: { kind: 'RESID_PRE', layer: 8, head: null, position: 14 }, hasMargins: true }}
    />
  ),
  parameters: { pictureWidth: 1280 },
};
export const OnAPhone: Story = {
  render: () => <Section of={{ ...run, sweepKinds: ['HEAD_Z'] }} id="heads" />,
};
export const BeingComputed: Story = {
  render: () => (
    <Section
      of={{ ...run, status: 'RUNNING', sweeps: run.sweeps.filter(({ kind }) => kind === 'HEAD_Z') }}
      id="heads"
    />
  ),
  parameters: { pictureWidth: 1280 },
};
export const CancelledBefore: Story = {
  render: () => (
    <Section of={{ ...run, sweeps: run.sweeps.filter(({ kind }) => kind === 'RESID_PRE') }} id="outputs" />
  ),
};
export const Controls: Story = {
  render: () => (
    <Stack align="flex-start">
      <ValueControls value="recovery" usual="recovery" hasRoles onChange={ignore} />
      <Group gap="xs">
        <PartControls
          directions={['DENOISING', 'NOISING']}
          metrics={['LOGIT_DIFF', 'PROB', 'KL_FROM_BASE']}
          direction="DENOISING"
          metric="LOGIT_DIFF"
          value="recovery"
          threshold={0.1}
          onChange={ignore}
        />
      </Group>
      <PartControls
        directions={['DENOISING', 'NOISING']}
        metrics={['LOGIT_DIFF']}
        direction="DENOISING"
        metric="LOGIT_DIFF"
        value="roles"
        threshold={0.1}
        onChange={ignore}
      />
      <PromptControl pairs={run.pairs} baseline={run.baseline!} prompt={1} onChange={ignore} />
      <FoldButton prefix={9} isUnfolded={false} onChange={ignore} />
      <LimitField section="Heads" limit={0.4} largest={0.31} onLimit={ignore} />
      <SliceControl
        sweeps={[ofPositions]}
        slice={{ of: 'position', at: 14 }}
        positions={positions}
        pinned={null}
        onSlice={ignore}
      />
      <EntrySliceControl
        sweeps={[ofEntries]}
        entry={{ of: 'entry', position: 14, src: 10 }}
        positions={positions}
        pinned={null}
        onChange={ignore}
      />
    </Stack>
  ),
};
const openMenu: Story['play'] = async ({ canvasElement }) => {
  const page = within(canvasElement.ownerDocument.body);
  await userEvent.click(page.getByRole('button', { name: /^View/ }));
  await page.findByRole('dialog', { name: /^View/ });
};
export const View: Story = {
  render: () => (
    <ViewMenu
      view={{ ...view, statistic: 't', hatchesUnclear: true }}
      value="recovery"
      prompts={8}
      onChange={ignore}
    />
  ),
  play: openMenu,
};
export const ViewOfOnePrompt: Story = {
  render: () => <ViewMenu view={view} value="recovery" prompts={1} onChange={ignore} />,
  play: openMenu,
};
