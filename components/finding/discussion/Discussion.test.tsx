// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { GraphQLError } from 'graphql';
import { of } from 'rxjs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DiscussionCounts_FindingFragment, Thread_CommentFragment } from '../../generated/graphql';
import { createFakeApi, WithApi, type Answers } from '../../testing/fake-api';
import { renderInPage } from '../../testing/render';
import { CellComments } from '../../discussion/CellComments';
import { ClaimComments } from '../../discussion/ClaimComments';
import { Discussion } from './Discussion';
import { DiscussionProvider } from '../../discussion/DiscussionProvider';

vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh: () => {} }) }));

beforeEach(() => {
  Object.defineProperty(document, 'fonts', {
    configurable: true,
    value: { addEventListener() {}, removeEventListener() {} },
  });
  Element.prototype.scrollIntoView = () => {};
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  location.hash = '';
});

const COUNTS: DiscussionCounts_FindingFragment = {
  id: 'F',
  slug: 'f',
  commentCount: 2,
  commentedCells: [{ cell: 'HEAD_Z:1:1', count: 2 }],
  claims: [{ id: 'claim', text: 'z[1.1] > 0', commentCount: 0 }],
  starCount: 0,
  isStarred: false,
};

const comment = (id: string, fields: object = {}) => ({
  __typename: 'Comment' as const,
  id,
  createdAt: '2026-11-26T10:00:00.000Z',
  editedAt: null,
  state: 'VISIBLE' as const,
  author: { __typename: 'User' as const, id: 'u', name: `Author of ${id}` },
  text: `Text of ${id}`,
  tree: JSON.stringify({
    type: 'root',
    children: [{ type: 'paragraph', children: [{ type: 'text', value: `Text of ${id}` }] }],
  }),
  parentId: null,
  claim: null,
  claimText: null,
  cell: null,
  reactions: [],
  revisions: [],
  canEdit: false,
  canDelete: false,
  ...fields,
});

const THREAD = {
  ...comment('c1', {
    cell: 'HEAD_Z:1:1',
    reactions: [{ __typename: 'ReactionCount', kind: 'AGREE', count: 3, isMine: true }],
  }),
  replies: [
    comment('c2', {
      parentId: 'c1',
      state: 'DELETED',
      author: null,
      text: '',
      tree: '{"type":"root","children":[]}',
    }),
    comment('c3', { parentId: 'c2' }),
  ],
} as unknown as Thread_CommentFragment;

const PAGE = {
  __typename: 'CommentConnection' as const,
  edges: [{ node: THREAD }],
  pageInfo: { hasNextPage: false, endCursor: 'x' },
};

function show(answers: Answers = {}) {
  const api = createFakeApi({
    Discussion: () => ({ finding: { __typename: 'Finding', id: 'F', comments: PAGE } }),
    DiscussionCounts: () => ({ finding: { __typename: 'Finding', ...COUNTS, commentCount: 3 } }),
    ...answers,
  });
  renderInPage(
    <WithApi api={api}>
      <DiscussionProvider initial={COUNTS}>
        <CellComments cell={{ kind: 'HEAD_Z', layer: 1, head: 1, position: null }} />
        <ClaimComments id="claim" text="z[1.1] > 0" />
        <Discussion initial={PAGE} kinds={['HEAD_Z']} isAdministrator={false} />
      </DiscussionProvider>
    </WithApi>,
  );
  return api;
}

it('shows threads with their answers, a placeholder, and reactions', async () => {
  show();
  const threads = await screen.findByRole('list', { name: 'Threads' });
  expect(await within(threads).findByText('Text of c1')).toBeDefined();
  expect(within(threads).getByText('This comment was deleted.')).toBeDefined();
  expect(within(threads).getByText('Text of c3')).toBeDefined();
  const [first] = within(threads).getAllByRole('button', { name: 'I agree: 3' });
  expect(first!.getAttribute('aria-pressed')).toBe('true');
  expect(within(threads).getByRole('button', { name: 'cell Head output (z), L1H1' })).toBeDefined();
});

it('keeps what was typed when the server refuses it, and empties the field when it is saved', async () => {
  let isRefusing = true;
  const message = 'The comment nests more than 24 levels deep.';
  const refusal = new GraphQLError(message, {
    extensions: { code: 'BAD_USER_INPUT', issues: [{ path: 'text', message }] },
  });
  const api = show({
    AddComment: () =>
      isRefusing ? of({ errors: [refusal] }) : { addComment: { __typename: 'Comment', id: 'c4' } },
  });
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: /^New comment/ });
  fireEvent.change(field, { target: { value: 'What I typed' } });
  fireEvent.click(screen.getByRole('button', { name: 'Comment' }));
  expect(await screen.findByText(message)).toBeDefined();
  expect(field.value).toBe('What I typed');
  isRefusing = false;
  fireEvent.click(screen.getByRole('button', { name: 'Comment' }));
  await waitFor(() => expect(field.value).toBe(''));
  expect(api.asked.filter(({ operation }) => operation === 'AddComment').at(-1)!.variables).toEqual({
    findingId: 'F',
    text: 'What I typed',
    claimId: null,
    cell: null,
  });
});

it('opens the threads of a cell and of a claim, and a new thread is about it', async () => {
  const api = show({ AddComment: () => ({ addComment: { __typename: 'Comment', id: 'c4' } }) });
  fireEvent.click(await screen.findByRole('button', { name: '2 comments on this cell' }));
  await waitFor(() => expect(api.asked.at(-1)!.variables).toMatchObject({ cell: 'HEAD_Z:1:1' }));
  fireEvent.click(screen.getByRole('button', { name: 'Comment on the claim z[1.1] > 0' }));
  await waitFor(() => expect(api.asked.at(-1)!.variables).toMatchObject({ claimId: 'claim', cell: null }));
  fireEvent.change(screen.getByRole('textbox', { name: /^New comment on the claim/ }), {
    target: { value: 'x' },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Comment' }));
  await waitFor(() =>
    expect(api.asked.find(({ operation }) => operation === 'AddComment')?.variables).toMatchObject({
      claimId: 'claim',
      cell: null,
    }),
  );
});

it('completes names after an @ and writes who is meant', async () => {
  show({
    MentionableUsers: () => ({ mentionableUsers: [{ __typename: 'User', id: 'u1', name: 'Ann' }] }),
  });
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: /^New comment/ });
  fireEvent.change(field, { target: { value: 'Hello @A' } });
  const choice = await screen.findByRole('option', { name: /Ann/ });
  fireEvent.mouseDown(choice);
  expect(field.value).toBe('Hello @[Ann](u1) ');
});

it('reads a linked comment that is on no page yet', async () => {
  location.hash = '#comment-c9';
  const thread = { ...comment('c9'), replies: [] };
  show({ CommentThread: () => ({ comment: { __typename: 'Comment', id: 'c9', thread } }) });
  expect(await screen.findByText('Text of c9')).toBeDefined();
});
