// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { RunView_RunFragment } from '../generated/graphql';
import { createFakeApi, WithApi, type Answers } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { sampleRun } from '../testing/sample-run';
import { RunVisibilityField } from './RunVisibility';

afterEach(cleanup);

function show(changes: Partial<RunView_RunFragment>, answers: Answers = {}) {
  const api = createFakeApi(answers);
  renderInPage(
    <WithApi api={api}>
      <RunVisibilityField run={sampleRun(changes)} />
    </WithApi>,
  );
  return api;
}

it('lets the owner of a private run show it to whoever has the link', async () => {
  const api = show(
    { visibility: 'PRIVATE' },
    { SetRunVisibility: ({ id, visibility }) => ({ editRun: { __typename: 'Run', id, visibility } }) },
  );
  expect(screen.queryByRole('button')).toBeNull();
  const field = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Visibility' });
  expect([...field.options].map(({ value }) => value)).toEqual(['PRIVATE', 'UNLISTED']);
  fireEvent.change(field, { target: { value: 'UNLISTED' } });
  await waitFor(() =>
    expect(api.asked).toEqual([
      { operation: 'SetRunVisibility', variables: { id: 'k3F9', visibility: 'UNLISTED' } },
    ]),
  );
});

it('offers the link of a run that others can open, and says why a change is refused', async () => {
  show({ visibility: 'UNLISTED' }, { SetRunVisibility: () => new Error('It is attached to a finding.') });
  expect(screen.getByRole('button', { name: 'Copy the link' })).toBeDefined();
  fireEvent.change(screen.getByRole('combobox', { name: 'Visibility' }), { target: { value: 'PRIVATE' } });
  expect((await screen.findByRole('alert')).textContent).toContain('It is attached to a finding.');
});

it('offers no change to visitors, and none while a finding rests on the run', () => {
  show({ isMine: false, visibility: 'UNLISTED' });
  expect(screen.getByText('Anyone with the link can open it.')).toBeDefined();
  expect(screen.queryByRole('combobox')).toBeNull();
  cleanup();
  show({ visibility: 'PUBLIC', finding: { id: 'f', slug: 'names', title: 'Names' } });
  expect(screen.getByText('Public: a finding rests on it.')).toBeDefined();
  expect(screen.queryByRole('combobox')).toBeNull();
});
