import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { PRESETS } from '../../domain/presets';
import { BlockPicture } from './BlockPicture';
import { namePosition } from '../tokens/name-position';
import { FirstResult } from './FirstResult';
import type { FirstResultPlan } from './first-result';
import { PairPredictions } from './PairPredictions';
import { PasteOffer } from './PasteOffer';
import { PresetCards } from './PresetCards';
import { RunPanel } from './RunPanel';
import { NOTEBOOK_SWEEPS } from './sweep-choices';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const ignore = (): void => {};
const presets = PRESETS.map((preset) => ({
  ...preset,
  pairs: [...preset.pairs],
  sweeps: [...preset.sweeps],
}));
const cards = { presets, dispatch: ignore, startReplacing: ignore };

export const Presets: Story = {
  render: () => <PresetCards {...cards} current="facts" />,
};
export const PresetsOfAnEmptyForm: Story = {
  render: () => <PresetCards {...cards} current="empty" />,
};
export const PresetsInARow: Story = { ...Presets, parameters: { pictureWidth: 1000 } };

export const Block: Story = { render: () => <BlockPicture chosen={NOTEBOOK_SWEEPS} onToggle={ignore} /> };
export const BlockWithoutSweeps: Story = { render: () => <BlockPicture chosen={[]} onToggle={ignore} /> };
export const BlockByPosition: Story = {
  render: () => (
    <BlockPicture
      chosen={['HEAD_Q_BY_POS', 'HEAD_PATTERN_BY_POS', 'HEAD_PATTERN_DEST_SRC', 'RESID_MID']}
      onToggle={ignore}
    />
  ),
};

const panel = {
  canRun: true,
  isSubmitting: false,
  isPending: false,
  problems: 0,
  baseline: {
    clean: 6.154,
    corrupted: -6.154,
    gapMean: 12.31,
    gapStandardError: 1.22,
    pairsWithRightSign: 8,
    verdict: 'OK' as const,
    cannotNormalise: null,
    perPrompt: Array.from({ length: 8 }, () => ({ clean: 6, corrupted: -6, gapTooSmall: false })),
  },
  estimatedMs: 68,
  away: null,
  undoText: null,
  code: () => {
    throw new Error('The stories show no code.');
  },
  onShowProblem: ignore,
  onUndo: ignore,
  onDismissUndo: ignore,
  isOpen: false,
  onToggle: ignore,
  details: null,
};
export const Panel: Story = { render: () => <RunPanel {...panel} /> };
export const PanelOfAWeakBaseline: Story = {
  render: () => (
    <RunPanel
      {...panel}
      baseline={{ ...panel.baseline, verdict: 'WEAK', gapMean: 0.02, pairsWithRightSign: 3 }}
    />
  ),
};
export const PanelChecking: Story = { render: () => <RunPanel {...panel} isPending baseline={null} /> };
export const PanelOfAnEmptyForm: Story = {
  render: () => <RunPanel {...panel} baseline={null} estimatedMs={null} />,
};
export const PanelWithoutServer: Story = {
  render: () => (
    <RunPanel
      {...panel}
      baseline={null}
      estimatedMs={null}
      away={{
        after: 'It may have stored this. Trying again is safe: nothing is stored twice.',
        onRetry: ignore,
      }}
    />
  ),
};
export const PanelWithProblemsAndUndo: Story = {
  render: () => (
    <RunPanel {...panel} baseline={null} problems={3} undoText="8 pairs were replaced by the preset Facts." />
  ),
};

const words = ['<|endoftext|>', 'The', ' White', ' House', ' is', ' where', ' the'];
const plan: FirstResultPlan = {
  kind: 'RESID_PRE',
  input: { model: 'mini', pairs: [], sites: [] },
  layers: 4,
  columns: words.map((text, at) => namePosition(text, at === 2 ? ' Haunted' : text)),
  onlyPair: null,
};
const values = Array.from({ length: 4 * words.length }, (_, index) => {
  const [layer, column] = [Math.floor(index / words.length), index % words.length];
  return column === 2 ? 1 - layer / 4 : column === 6 ? layer / 3 : column === 3 ? -0.1 : 0;
});
const answers = {
  PatchSites: () => ({
    intervene: {
      __typename: 'Intervention',
      results: [
        {
          __typename: 'MetricResult',
          metric: 'LOGIT_DIFF',
          base: [0],
          source: [1],
          singles: values.map((value) => [value]),
        },
      ],
    },
  }),
};
/** The result is there once its cells are. */
const waitForCells: Story['play'] = async ({ canvas }) => {
  await canvas.findByText('scale ±1.00', { exact: false });
  // What it took depends on the machine.
  for (const note of document.querySelectorAll('p'))
    if (note.textContent.includes('computed in')) note.remove();
};
export const First: Story = {
  render: () => <FirstResult plan={plan} />,
  parameters: { answers },
  play: waitForCells,
};
export const FirstThatIsSlow: Story = {
  render: () => <FirstResult plan={{ reason: 'slow', estimatedMs: 12_400 }} />,
};
export const FirstWithoutSweeps: Story = { render: () => <FirstResult plan={{ reason: 'none' }} /> };
export const FirstThatFailed: Story = {
  render: () => <FirstResult plan={plan} />,
  parameters: {
    answers: { PatchSites: () => new Error('The engine is restarting. Try again in a few seconds.') },
  },
  play: async ({ canvas }) => {
    await canvas.findByText('The engine is restarting', { exact: false });
  },
};

const prediction = (text: string, probability: number, id: number) => ({
  __typename: 'Prediction',
  token: { __typename: 'Token', id, text },
  logit: 3,
  probability,
});
export const PredictionsOfThePair: Story = {
  render: () => <PairPredictions model="mini" clean="a" corrupted="b" prependBos />,
  parameters: {
    answers: {
      TopPredictions: () => ({
        clean: [
          prediction(' president', 0.62, 1),
          prediction(' secretary', 0.2, 2),
          prediction(' a', 0.01, 3),
        ],
        corrupted: [prediction(' ghosts', 0.71, 4), prediction(' incomprehensibilities', 0.2, 5)],
      }),
    },
  },
  play: async ({ canvas }) => {
    await canvas.findByText('·president');
  },
};
export const PastedTable: Story = { render: () => <PasteOffer onImport={ignore} onDismiss={ignore} /> };
