import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { NEVER } from 'rxjs';
import { userEvent } from 'storybook/test';
import type { NewRunSource_RunFragment, PromptSetForRunQuery } from '../generated/graphql';
import { chartsDrawn } from '../testing/charts-drawn';
import { refuse } from '../testing/fake-api';
import { sampleIoiRun } from '../testing/sample-ioi-run';
import { NewRunForm } from './NewRunForm';
import { answerForm, FORM_OPTIONS } from './sample-form';

const meta: Meta<typeof NewRunForm> = {
  component: NewRunForm,
  args: { options: FORM_OPTIONS, preset: 'ioi' },
  // What to patch, below the pairs, has stories of its own.
  parameters: { answers: answerForm(), pictureWidth: 1280, pictureHeight: 900, pictureOfWindow: true },
  // Drafts of other stories.
  beforeEach: () => sessionStorage.clear(),
};
export default meta;

type Story = StoryObj<typeof meta>;
type Play = NonNullable<Story['play']>;

const checked: Play = async ({ canvasElement }) => {
  await until(() => canvasElement.querySelector('[data-checking]') === null);
};
/** Opens the preview, which is beside the form once the window is wide. */
const previewed: Play = async (context) => {
  await userEvent.click(context.canvas.getByRole('button', { name: 'Preview' }));
  await context.canvas.findByRole('region', { name: 'First result' });
  await checked(context);
};
/** The charts are loaded once the pairs are checked; what the first result took depends on the machine. */
const computed: Play = async (context) => {
  const { canvas, canvasElement } = context;
  await previewed(context);
  await canvas.findByText('scale ±1.00', { exact: false });
  await canvas.findAllByText('71%');
  await chartsDrawn(canvasElement);
  for (const note of canvasElement.querySelectorAll('p'))
    if (note.textContent.includes('computed in')) note.remove();
};
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise(requestAnimationFrame);
}

export const FirstVisit: Story = { args: { preset: '' }, play: previewed };
export const FirstVisitOnAPhone: Story = { args: { preset: '' }, parameters: { pictureWidth: 380 } };
export const UnknownModel: Story = { args: { preset: '', model: 'gpt2-huge' }, play: previewed };
export const Filled: Story = { play: computed };
export const FilledOnAPhone: Story = {
  play: computed,
  parameters: { pictureWidth: 380 },
};
export const BeingChecked: Story = {
  args: { preset: 'facts' },
  parameters: { answers: { PreviewRun: () => NEVER }, pictureWidth: 380 },
};
const WRONG = {
  ...FORM_OPTIONS.presets[1]!,
  id: 'wrong',
  pairs: [
    {
      clean: 'The White House is where the',
      corrupted: 'The Haunted House is where the ',
      correct: ' White House',
      incorrect: ' ghosts',
    },
    { clean: 'The cat sat', corrupted: 'The cat sat', correct: ' down', incorrect: ' up' },
  ],
};
export const WithProblems: Story = {
  args: {
    preset: 'wrong',
    options: { ...FORM_OPTIONS, presets: [...FORM_OPTIONS.presets.slice(0, 4), WRONG] },
  },
  parameters: {
    answers: answerForm({
      baseline: null,
      estimatedMs: null,
      issues: [
        {
          path: 'pairs.0.correct',
          message: '“ White House” is 2 tokens (“ White”, “ House”); an answer must be one token.',
        },
        { path: 'pairs.1.clean', message: 'The two prompts are the same.' },
        { path: 'sweeps', message: 'Attention patterns cannot be patched in prompts of different lengths.' },
      ],
      warnings: [{ path: 'pairs.0.corrupted', message: 'The prompt ends in a space.' }],
    }),
  },
  play: async (context) => {
    await previewed(context);
    await context.canvas.findByText('2 problems to fix');
  },
};
/** The same without a problem, but with a plan of eleven minutes and a weak baseline. */
export const SlowAndWeak: Story = {
  args: { preset: 'pronouns' },
  parameters: {
    pictureOfWindow: false,
    answers: answerForm({
      estimatedMs: 684_000,
      baseline: {
        clean: 0.31,
        corrupted: 0.12,
        gapMean: 0.19,
        gapStandardError: 0.21,
        pairsWithRightSign: 2,
        verdict: 'WEAK',
        cannotNormalise: 'The mean gap is 0.19 logits with a standard error of 0.21 over 3 pairs.',
        perPrompt: [0.8, -0.4, 0.5].map((clean) => ({ clean, corrupted: 0.12, gapTooSmall: clean > 0.6 })),
      },
      warnings: [
        { path: '', message: 'The computer is busy: 3 runs wait before this one.' },
        {
          path: 'pairs',
          message:
            'The mean gap is 0.19 logits with a standard error of 0.21 over 3 pairs. The run can be submitted.',
        },
        { path: 'pairs.1', message: 'The model prefers the correct answer more on the corrupted prompt.' },
      ],
    }),
  },
  play: async (context) => {
    await previewed(context);
    await context.canvas.findByText(/3 runs wait/);
  },
};
const run: Play = async (context) => {
  await checked(context);
  await userEvent.click(context.canvas.getByRole('button', { name: /^Run/ }));
};
export const Refused: Story = {
  parameters: {
    answers: {
      ...answerForm(),
      CreateRun: () =>
        refuse(
          'You have 20 runs that wait or are being computed, which is the most of one person. Wait for one to end, or cancel one.',
          'QUOTA_EXCEEDED',
        ),
    },
    pictureWidth: 380,
    pictureOfWindow: false,
  },
  play: async (context) => {
    await run(context);
    await context.canvas.findByText(/20 runs that wait/);
  },
};
export const NotChecked: Story = {
  args: { preset: 'facts' },
  parameters: {
    answers: { PreviewRun: () => new Error('The engine is restarting. Try again in a few seconds.') },
    pictureWidth: 380,
  },
  play: async ({ canvas }) => void (await canvas.findByText(/engine is restarting/)),
};
export const WithoutAModel: Story = {
  args: { preset: '', options: { ...FORM_OPTIONS, models: FORM_OPTIONS.models.slice(2) } },
  parameters: { pictureWidth: 380, answers: {} },
};

const ioi = sampleIoiRun();
const source = {
  ...ioi,
  positionsBy: 'INDEX',
  edges: null,
  freshSeed: null,
  promptSet: null,
  pairs: ioi.pairs.map((pair) => ({ ...pair, alignment: null })),
} as unknown as NewRunSource_RunFragment;
export const ForkOfAFinding: Story = {
  args: {
    preset: '',
    options: {
      ...FORM_OPTIONS,
      finding: {
        id: 'F',
        slug: 'name-movers',
        title: 'Head 9.9 moves the name that was not repeated',
        author: { id: 'u', name: 'Ada Lovelace' },
        run: source,
      },
    },
  },
  play: computed,
};
/** Ten thousand pairs, of which the form holds the first ones; some cannot be used. */
export const WholeSetOfPairs: Story = {
  args: {
    preset: '',
    options: {
      ...FORM_OPTIONS,
      run: {
        ...source,
        pairCount: 9588,
        promptSet: { id: 'S', version: 2 },
        unusable: { given: 10_000 },
        stopWhen: { interval: 0.01 },
      },
    },
    set: {
      id: 'S',
      version: 2,
      name: 'Names at the shops',
      pairCount: 10_000,
      pairs: ioi.pairs.map((pair) => ({ ...pair, problem: null })),
    } as unknown as PromptSetForRunQuery['promptSet'],
  },
  parameters: {
    answers: answerForm(
      {
        estimatedMs: 1_420_000,
        unusable: {
          given: 10_000,
          counts: [{ reason: 'ANSWER_OF_SEVERAL_TOKENS', count: 412 }],
          pairs: [],
        },
      },
      ioi.pairs,
    ),
  },
  play: previewed,
};
