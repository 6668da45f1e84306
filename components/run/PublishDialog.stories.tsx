import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import { CLAIM_OFFER, sampleClaims } from '../testing/sample-claims';
import { refuse, type Answers } from '../testing/fake-api';
import { PublishDialog } from './PublishDialog';

const draft: Answers = {
  RunDraft: () => ({ run: { __typename: 'Run', id: 'ioi4', draft: null } }),
  ClaimOffer: () => CLAIM_OFFER,
  EvaluateClaims: () => ({ evaluateClaims: sampleClaims().claims.map(({ verdicts: [own] }) => own) }),
};
const meta: Meta<typeof PublishDialog> = {
  component: PublishDialog,
  args: { runId: 'ioi4', onClose: () => {} },
  parameters: { pictureHeight: 1000, answers: draft },
};
export default meta;

type Story = StoryObj<typeof meta>;
type Play = NonNullable<Story['play']>;

const opened: Play = async ({ canvasElement }) =>
  void (await within(canvasElement.ownerDocument.body).findByRole('textbox', { name: 'Title' }));

export const FirstText: Story = { play: opened };
export const OnAWideScreen: Story = { play: opened, parameters: { pictureWidth: 1000 } };
export const Refused: Story = {
  parameters: {
    answers: {
      ...draft,
      PublishFinding: () =>
        refuse('The finding was refused.', 'BAD_USER_INPUT', [
          { path: 'title', message: 'Another finding of yours has this title. Choose another one.' },
          { path: 'summary', message: '[[L12H0]] is not a head of gpt2, which has 12 layers (0 to 11).' },
        ]),
    },
  },
  play: async (context) => {
    await opened(context);
    const page = within(context.canvasElement.ownerDocument.body);
    await userEvent.type(page.getByRole('textbox', { name: 'Title' }), 'Name movers');
    await userEvent.type(page.getByRole('textbox', { name: /^Text/ }), '[[[[L12H0]] copies the name.');
    await userEvent.click(page.getByRole('button', { name: 'Publish' }));
    await page.findByText(/has this title/);
  },
};
export const NotOpened: Story = {
  parameters: {
    answers: { RunDraft: () => new Error('The server cannot be reached. Check that it is running.') },
    pictureHeight: 480,
  },
  play: async ({ canvasElement }) =>
    void (await within(canvasElement.ownerDocument.body).findByText(/cannot be reached/)),
};
