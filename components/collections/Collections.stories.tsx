import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { NEVER } from 'rxjs';
import { userEvent, within } from 'storybook/test';
import { refuse } from '../testing/fake-api';
import { COLLECTION, COLLECTION_ROWS } from '../testing/sample-collection';
import { AddDialog } from './AddDialog';
import { CollectionEditor } from './CollectionEditor';
import { CollectionList } from './CollectionList';
import { CollectionView } from './CollectionView';
import { FindingPicker } from './FindingPicker';
import { NewCollection } from './NewCollection';
import { ShareDialog } from './ShareDialog';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const own = (edges: readonly object[]) => ({
  OwnCollections: () => ({ collections: { __typename: 'CollectionConnection', edges } }),
});
const nothing = (): void => {};
const found = COLLECTION.items.flatMap(({ finding }) => (finding ? [{ node: finding }] : []));

export const List: Story = { render: () => <CollectionList collections={COLLECTION_ROWS} /> };
export const OfOthers: Story = {
  render: () => <CollectionView collection={COLLECTION} isAdministrator={false} />,
};
export const Mine: Story = {
  render: () => (
    <CollectionView
      collection={{ ...COLLECTION, isMine: true, canSave: true, visibility: 'PRIVATE' }}
      isAdministrator={false}
    />
  ),
};
export const Empty: Story = {
  render: () => <CollectionView collection={{ ...COLLECTION, items: [] }} isAdministrator={false} />,
};
export const EmptyOfItsOwner: Story = {
  render: () => (
    <CollectionView
      collection={{ ...COLLECTION, isMine: true, canSave: true, editors: [], forkedFrom: null, items: [] }}
      isAdministrator={false}
    />
  ),
};
export const DeletionRefused: Story = {
  ...Mine,
  parameters: { answers: { DeleteCollection: () => new Error('The server cannot be reached.') } },
  play: async ({ canvas, canvasElement }) => {
    const page = within(canvasElement.ownerDocument.body);
    await userEvent.click(canvas.getByRole('button', { name: 'Delete' }));
    await userEvent.click(await page.findByRole('button', { name: 'Delete the collection' }));
    await page.findByText(/cannot be reached/);
  },
};
export const New: Story = { render: () => <NewCollection /> };
export const Editor: Story = {
  render: () => <CollectionEditor collection={COLLECTION} onSaved={nothing} onCancel={nothing} />,
};
export const SavedMeanwhile: Story = {
  ...Editor,
  parameters: {
    answers: {
      SaveCollection: () =>
        refuse('Grace Hopper has saved version 4. What you wrote is still in the form.', 'CONFLICT'),
    },
  },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Save' }));
    await canvas.findByText(/has saved version 4/);
  },
};
export const AddToOneOfMine: Story = {
  render: () => <AddDialog findingId="F" onClose={nothing} />,
  parameters: { answers: own(COLLECTION_ROWS.map((node) => ({ node }))) },
  play: async ({ canvasElement }) => {
    await waitForText(canvasElement, 'Names and who moves them');
  },
};
export const AddToTheFirst: Story = {
  render: () => <AddDialog findingId="F" onClose={nothing} />,
  parameters: { answers: own([]) },
};
export const AddWhileReading: Story = {
  render: () => <AddDialog findingId="F" onClose={nothing} />,
  parameters: { answers: { OwnCollections: () => NEVER } },
};
export const AddWithoutAnswer: Story = {
  render: () => <AddDialog findingId="F" onClose={nothing} />,
  parameters: { answers: { OwnCollections: () => new Error('The server did not answer.') } },
};
export const Editors: Story = {
  render: () => (
    <ShareDialog id="C" editors={[{ id: 'u2', name: 'Grace Hopper' }]} onShared={nothing} onClose={nothing} />
  ),
};
export const Picker: Story = {
  render: () => <FindingPicker chosen={['F1']} onPick={nothing} />,
  parameters: {
    answers: { FindingChoices: () => ({ findings: { __typename: 'FindingConnection', edges: found } }) },
  },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Find' }));
    await canvas.findByRole('list', { name: 'Findings that match' });
  },
};
export const PickerFindsNothing: Story = {
  render: () => <FindingPicker chosen={[]} onPick={nothing} />,
  parameters: {
    answers: { FindingChoices: () => ({ findings: { __typename: 'FindingConnection', edges: [] } }) },
  },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Find' }));
    await canvas.findByRole('status');
  },
};

/** Dialogs are outside of the canvas of a story. */
async function waitForText(canvas: HTMLElement, text: string): Promise<void> {
  const { body } = canvas.ownerDocument;
  while (!body.textContent?.includes(text)) await new Promise(requestAnimationFrame);
}
