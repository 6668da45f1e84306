import { Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { useTone } from '../plot/heatmap/use-tone';
import { chartsDrawn } from '../testing/charts-drawn';
import { answerInspector } from '../testing/sample-answers';
import { sampleChecks, sampleIoiRun } from '../testing/sample-ioi-run';
import { Baseline, VerdictNotice } from './Baseline';
import { ChecksDialog } from './ChecksDialog';
import { Results } from './Results';
import { PairsNote } from './PairsNote';
import { RolesNote } from './RolesNote';
import { StatisticNote } from './StatisticNote';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const ignore = (): void => {};
const run = sampleIoiRun();
const baseline = run.baseline!;
const failed = { ...run, provenance: { ...run.provenance!, checks: sampleChecks(false) } };
const jointAnswers = { JointPatches: () => ({ run: { __typename: 'Run', id: run.id, jointPatches: [] } }) };

function Unpatched({ of = run }: { readonly of?: typeof run }) {
  return <Baseline run={of} baseline={of.baseline!} tone={useTone()} />;
}

export const WholePage: Story = {
  render: () => <Results run={run} hasContents />,
  parameters: {
    pictureWidth: 1500,
    pictureHeight: 900,
    answers: { ...answerInspector(run), ...jointAnswers },
  },
};
export const WithInspector: Story = {
  render: () => <Results run={{ ...run, sweepKinds: ['HEAD_Z'] }} hasContents />,
  parameters: {
    pictureWidth: 1280,
    pictureHeight: 1400,
    nextjs: { appDirectory: true, navigation: { query: { cell: 'HEAD_Z:9:9' } } },
    answers: { ...answerInspector(run), ...jointAnswers },
  },
  play: async ({ canvas, canvasElement }) => {
    await canvas.findByRole('table', { name: 'Effect on each prompt' });
    // The page scrolls to the cell, which shows all charts.
    await chartsDrawn(canvasElement, { count: 10 });
  },
};
/** Above the width of phones, which fold it. */
const unfolded = { pictureWidth: 700 };

export const BaselineOfTheRun: Story = { render: () => <Unpatched />, parameters: unfolded };
export const BaselineOnAPhone: Story = { render: () => <Unpatched /> };
export const BaselineOfOnePair: Story = {
  render: () => (
    <Unpatched
      of={{
        ...run,
        provenance: null,
        baseline: {
          ...baseline,
          clean: 0.61,
          corrupted: 0.42,
          gapMean: 0.19,
          gapStandardError: null,
          pairs: 1,
          pairsWithRightSign: 1,
          perPrompt: [{ clean: 0.61, corrupted: 0.42, gapTooSmall: false }],
        },
      }}
    />
  ),
  parameters: unfolded,
};
export const Checks: Story = { render: () => <Unpatched of={failed} />, parameters: unfolded };
export const ChecksInADialog: Story = {
  render: () => <ChecksDialog checks={sampleChecks(false)} hasDirections={false} onClose={ignore} />,
  parameters: { pictureWidth: 1000, pictureHeight: 520 },
};
export const WeakBaselines: Story = {
  render: () => (
    <Stack>
      <VerdictNotice
        baseline={{
          ...baseline,
          verdict: 'WEAK',
          pairsWithRightSign: 3,
          cannotNormalise: 'The mean gap is 0.21 logits with a standard error of 0.18 over 4 pairs.',
        }}
        isRecoveryShown={false}
        onShowRecovery={ignore}
      />
      <VerdictNotice
        baseline={{
          ...baseline,
          verdict: 'ABSENT',
          pairsWithRightSign: 1,
          cannotNormalise: 'The mean gap is −0.12 logits.',
        }}
        isRecoveryShown
        onShowRecovery={ignore}
      />
      <VerdictNotice
        baseline={{ ...baseline, gapTooSmall: true, cannotNormalise: 'The mean gap is 0.00 logits.' }}
        isRecoveryShown={false}
        onShowRecovery={ignore}
      />
    </Stack>
  ),
};
export const Notes: Story = {
  render: () => (
    <Stack>
      <PairsNote run={{ ...run, pairCount: 10_000 }} />
      <StatisticNote
        statistics={{
          byKind: new Map([['HEAD_Z', {} as never]]),
          leftOut: 1,
          statistic: 'error',
          isMeanOfRatios: false,
        }}
        prompts={32}
        isHatched
      />
      <RolesNote threshold={0.1} />
    </Stack>
  ),
};
