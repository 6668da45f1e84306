// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FindingVersion_VersionFragment } from '../generated/graphql';
import { createFakeApi, WithApi, type Answers } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { FurtherRuns } from './FurtherRuns';
import { VersionHistory } from './VersionHistory';
import { WithdrawDialog } from './WithdrawDialog';

const refresh = vi.fn<() => void>();
vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh }) }));
beforeEach(() => {
  // jsdom has no fonts; the field that grows looks whether they have loaded.
  Object.defineProperty(document, 'fonts', {
    configurable: true,
    value: { addEventListener() {}, removeEventListener() {} },
  });
});
afterEach(() => {
  cleanup();
  refresh.mockReset();
});

const version = (number: number, fields: object): FindingVersion_VersionFragment => ({
  number,
  createdAt: '2026-11-25T10:00:00.000Z',
  author: { id: 'u', name: 'Ann' },
  reason: null,
  title: 'Name movers',
  summary: 'L9H9 moves the name.',
  tags: ['ioi'],
  claims: [],
  runs: [{ runId: 'r', label: null }],
  ...fields,
});

function show(element: React.ReactElement, answers: Answers = {}) {
  const api = createFakeApi(answers);
  renderInPage(<WithApi api={api}>{element}</WithApi>);
  return api;
}

it('shows each version with its reason and what changed since the one before it', () => {
  const versions = [
    version(2, { summary: 'L9H6 moves the name.', tags: [], reason: 'The wrong head.' }),
    version(1, {}),
  ];
  show(<VersionHistory slug="names" versions={versions} shown={2} />);
  expect(screen.getByRole('link', { name: 'Version 1' }).getAttribute('href')).toBe('/findings/names@1');
  expect(screen.queryByRole('link', { name: 'Version 2' })).toBeNull();
  expect(screen.getByText('The wrong head.')).toBeDefined();
  expect(screen.getByText('Changes since version 1')).toBeDefined();
  const marked = (tag: string) => [...document.querySelectorAll(tag)].map(({ textContent }) => textContent);
  expect([marked('del'), marked('ins')]).toEqual([['L9H9', 'ioi'], ['L9H6']]);
});

it('keeps the reason of a withdrawal that is refused', async () => {
  const onWithdrawn = vi.fn<() => void>();
  const api = show(<WithdrawDialog slug="names" onWithdrawn={onWithdrawn} onClose={() => {}} />, {
    WithdrawFinding: () => new Error('The server is not reachable.'),
  });
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: /^Reason/ });
  fireEvent.change(field, { target: { value: 'Wrong token.' } });
  fireEvent.click(screen.getByRole('button', { name: 'Withdraw the finding' }));
  expect((await screen.findByRole('alert')).textContent).toContain('The server is not reachable.');
  expect(field.value).toBe('Wrong token.');
  expect(onWithdrawn).not.toHaveBeenCalled();
  expect(api.asked).toEqual([
    { operation: 'WithdrawFinding', variables: { findingId: 'names', reason: 'Wrong token.' } },
  ]);
});

it('lists further runs, and lets the author add one by its address', async () => {
  const run = {
    runId: 'r2',
    label: 'Other names',
    run: { id: 'r2', model: { id: 'gpt2' }, pairCount: 1 },
  };
  show(<FurtherRuns findingId="f" runs={[run]} canEdit={false} />);
  expect(screen.getByRole('link', { name: 'Other names' }).getAttribute('href')).toBe('/runs/r2');
  expect(screen.queryByRole('button')).toBeNull();
  cleanup();
  const api = show(<FurtherRuns findingId="f" runs={[run]} canEdit />, {
    EditFinding: () => ({ editFinding: { __typename: 'Finding', id: 'f' } }),
  });
  fireEvent.click(screen.getByRole('button', { name: 'Add a further run' }));
  fireEvent.change(screen.getByRole('textbox', { name: /^Run of yours/ }), {
    target: { value: 'http://x/runs/r3?cell=HEAD_Z:0:1' },
  });
  fireEvent.change(screen.getByRole('textbox', { name: /^What it adds/ }), { target: { value: 'More' } });
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  await waitFor(() => expect(refresh).toHaveBeenCalledOnce());
  expect(api.asked).toEqual([
    {
      operation: 'EditFinding',
      variables: { input: { findingId: 'f', addRuns: [{ runId: 'r3', label: 'More' }] } },
    },
  ]);
});
