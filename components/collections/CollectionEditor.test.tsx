// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { of } from 'rxjs';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { CollectionView_CollectionFragment } from '../generated/graphql';
import { createFakeApi, WithApi, type Answers } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { CollectionEditor } from './CollectionEditor';

// jsdom has no fonts; the field that grows looks whether they have loaded.
beforeAll(() => {
  Object.defineProperty(document, 'fonts', {
    configurable: true,
    value: { addEventListener: () => {}, removeEventListener: () => {} },
  });
});
afterEach(cleanup);

const finding = (id: string) => ({
  __typename: 'Finding' as const,
  id,
  slug: id,
  title: `Finding ${id}`,
  modelId: 'gpt2',
  thumbnail: '/light.png',
  darkThumbnail: '/dark.png',
  card: { kind: 'HEAD_Z' as const, shape: [4, 4], baseline: { verdict: 'OK' as const } },
  author: { __typename: 'User' as const, id: 'u', name: 'Ada' },
  claimCounts: { __typename: 'ClaimCounts' as const, supported: 0, refuted: 0, undecided: 0, invalid: 0 },
  evidenceCounts: {
    __typename: 'EvidenceCounts' as const,
    replicated: 0,
    notReplicated: 0,
    replicatedElsewhere: 0,
    notReplicatedElsewhere: 0,
    survived: 0,
    notSurvived: 0,
    supporting: 0,
    refuting: 0,
  },
});
const collection: CollectionView_CollectionFragment = {
  id: 'c',
  slug: 'heads',
  title: 'Heads',
  visibility: 'PUBLIC',
  createdAt: '2026-11-25T10:00:00.000Z',
  updatedAt: '2026-11-25T10:00:00.000Z',
  version: 3,
  isMine: true,
  canSave: true,
  owner: { id: 'u', name: 'Ada' },
  editors: [],
  forkedFrom: null,
  items: [
    { text: null, textTree: null, finding: finding('a') },
    { text: null, textTree: null, finding: finding('b') },
  ],
};

function open(answers: Answers) {
  const api = createFakeApi(answers);
  const onSaved = vi.fn<(slug: string) => void>();
  renderInPage(
    <WithApi api={api}>
      <CollectionEditor collection={collection} onSaved={onSaved} onCancel={() => {}} />
    </WithApi>,
  );
  return { api, onSaved };
}

const save = (): void => void fireEvent.click(screen.getByRole('button', { name: 'Save' }));

it('moves items by buttons, adds findings and texts, and sends the version that was read', async () => {
  const { api, onSaved } = open({
    SaveCollection: () => ({ saveCollection: { __typename: 'Collection', id: 'c', version: 4 } }),
    FindingChoices: () => ({
      findings: {
        __typename: 'FindingConnection',
        edges: ['b', 'd'].map((id) => ({ __typename: 'FindingEdge', node: finding(id) })),
      },
    }),
  });
  expect(screen.getByRole('button', { name: 'Move up: Finding a' })).toHaveProperty('disabled', true);
  fireEvent.click(screen.getByRole('button', { name: 'Move down: Finding a' }));
  fireEvent.click(screen.getByRole('button', { name: 'Find' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Add: Finding d' }));
  expect(screen.getByRole('button', { name: 'Add: Finding b' })).toHaveProperty('disabled', true);
  fireEvent.click(screen.getByRole('button', { name: 'Add a text' }));
  fireEvent.change(screen.getByLabelText('Text 4'), { target: { value: 'So.' } });
  fireEvent.click(screen.getByRole('button', { name: 'Move up: text 4' }));
  save();
  await waitFor(() => expect(onSaved).toHaveBeenCalledWith('heads'));
  expect(api.asked.at(-1)!.variables['input']).toEqual({
    id: 'c',
    version: 3,
    title: 'Heads',
    visibility: 'PUBLIC',
    items: [{ finding: 'b' }, { finding: 'a' }, { text: 'So.' }, { finding: 'd' }],
  });
});

it('keeps what was written when somebody else has saved, and saves it over the other version when asked', async () => {
  const conflict = {
    message: 'Version 5 is stored, and yours is made from version 3.',
    extensions: { code: 'CONFLICT', version: 5 },
  };
  const { api, onSaved } = open({
    SaveCollection: ({ input }) =>
      (input as { version: number }).version === 5
        ? { saveCollection: { __typename: 'Collection', id: 'c', version: 6 } }
        : of({ errors: [conflict] }),
    CollectionPage: () => ({
      isAdministrator: false,
      collection: { __typename: 'Collection', ...collection, version: 5 },
    }),
  });
  fireEvent.change(screen.getByLabelText(/^Title/), { target: { value: 'Heads that move names' } });
  save();
  await screen.findByText(/Version 5 is stored/);
  expect(screen.getByLabelText(/^Title/)).toHaveProperty('value', 'Heads that move names');
  expect(screen.getByRole('link', { name: /stored version/ }).getAttribute('href')).toBe(
    '/collections/heads',
  );
  fireEvent.click(screen.getByRole('button', { name: 'Save mine over it' }));
  await waitFor(() => expect(onSaved).toHaveBeenCalledWith('heads'));
  expect(api.asked.at(-1)!.variables['input']).toMatchObject({ version: 5, title: 'Heads that move names' });
});

it('shows each problem at its item', async () => {
  const issues = [
    { path: 'title', message: 'The title is empty.' },
    { path: 'items.1.finding', message: "There is no finding 'b'." },
  ];
  open({
    SaveCollection: () => of({ errors: [{ message: 'x', extensions: { code: 'BAD_USER_INPUT', issues } }] }),
  });
  save();
  expect(await screen.findByText('The title is empty.')).toBeTruthy();
  expect(screen.getByText("There is no finding 'b'.")).toBeTruthy();
});
