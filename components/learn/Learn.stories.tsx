import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { ScaleColours } from '../demo/ScaleColours';
import { sampleExamples } from '../demo/sample-example';
import { stubFetch } from '../testing/stub-fetch';
import { CellExperiment } from './CellExperiment';
import { DirectionExperiment } from './DirectionExperiment';
import { HeadsExperiment } from './HeadsExperiment';
import { LearnView } from './LearnView';
import { HEAD_PARTS, type Lesson } from './learning';
import { PairExperiment } from './PairExperiment';
import { PredictExperiment } from './PredictExperiment';

const [fact, name] = sampleExamples('learn');
const HEADS = 4;
const ofHeads = (scale: number) => ({
  base: -5,
  source: 5,
  patched: Array.from(
    { length: 4 * HEADS },
    (_, cell) => -5 + 10 * (cell === 6 ? scale : cell === 13 ? -0.2 : 0.01),
  ),
});
const predict = (...texts: string[]) =>
  texts.map((text, at) => ({ text, probability: 0.62 / (1 + at * at) }));
const lesson: Lesson = {
  fact,
  name,
  heads: HEADS,
  savedHeads: Object.fromEntries(
    HEAD_PARTS.map(({ id }, at) => [id, ofHeads([0.8, 0.1, 0.7, 0.05, 0.75][at]!)]),
  ),
  savedPredictions: {
    clean: predict(' president', ' secretary', ' a', ' White', ' first', ' new'),
    corrupted: predict(' ghosts', ' people', ' dead', ' incomprehensibilities', ' children', ' witches'),
  },
};
const bare: Lesson = {
  ...lesson,
  fact: { ...fact, saved: null },
  savedHeads: {},
  savedPredictions: null,
};
const requests = { patch: 'patch', predict: 'predict' };
const story = (Experiment: typeof PairExperiment, shown: Lesson, width?: number): StoryObj => ({
  render: () => <Experiment lesson={shown} requests={requests} />,
  ...(width !== undefined && { parameters: { pictureWidth: width } }),
  play: async ({ canvas }) => void (await canvas.findByText(/The engine did not answer/)),
});

const meta: Meta = {
  // Answers are kept while the page is open, failures are not.
  beforeEach: () => stubFetch(() => ({ errors: [{ message: 'The engine is restarting.' }] })),
  decorators: [
    (Story) => (
      <ScaleColours>
        <Story />
      </ScaleColours>
    ),
  ],
};
export default meta;

export const OneRun = story(PredictExperiment, lesson);
export const OneRunWithoutValues = story(PredictExperiment, bare);
export const Pair = story(PairExperiment, lesson);
export const PairOnAWideScreen = story(PairExperiment, lesson, 760);
export const OneCell = story(CellExperiment, lesson);
export const Heads = story(HeadsExperiment, lesson);
export const HeadsOnAWideScreen = story(HeadsExperiment, lesson, 760);
export const Directions = story(DirectionExperiment, lesson, 760);
/** Where the bundled model is not installed. */
export const TextsAlone: StoryObj = {
  render: () => <LearnView lesson={null} requests={requests} />,
  parameters: { pictureWidth: 1280 },
};
