// @vitest-environment jsdom
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { createFakeApi, WithApi, type Answers } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { SimilarFindings } from './SimilarFindings';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const user = { __typename: 'User', id: 'u', name: 'Ada' };
const similar = {
  __typename: 'SimilarFinding',
  correlation: 0.914,
  cells: 144,
  finding: {
    __typename: 'Finding',
    id: 'g',
    slug: 'backup-heads',
    title: 'Backup heads',
    author: user,
    run: { __typename: 'Run', id: 's' },
  },
};

function open(found: readonly object[] | Error) {
  const answers: Answers = {
    SimilarFindings: () =>
      found instanceof Error
        ? found
        : {
            finding: { __typename: 'Finding', id: 'f', run: { __typename: 'Run', id: 'r' }, similar: found },
          },
  };
  const api = createFakeApi(answers);
  renderInPage(
    <WithApi api={api}>
      <SimilarFindings slug="name-movers" />
    </WithApi>,
  );
  return api;
}

it('reads similar findings when it comes into view, and links each and the comparison with it', async () => {
  let see = (): void => {};
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(notify: (entries: { isIntersecting: boolean }[]) => void) {
        see = () => notify([{ isIntersecting: true }]);
      }
      observe(): void {}
      disconnect(): void {}
    },
  );
  const api = open([similar]);
  expect(screen.getByLabelText('Similar findings are being looked for')).toBeTruthy();
  expect(api.asked).toEqual([]);
  act(() => see());
  expect((await screen.findByRole('link', { name: 'Backup heads' })).getAttribute('href')).toBe(
    '/findings/backup-heads',
  );
  expect(screen.getByText('0.91')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Compare' }).getAttribute('href')).toBe('/compare?a=r&b=s');
  expect(screen.queryByLabelText('Similar findings are being looked for')).toBeNull();
  expect(api.asked).toEqual([{ operation: 'SimilarFindings', variables: { slug: 'name-movers' } }]);
});

it('shows nothing when there are none, and why they could not be read', async () => {
  open([]);
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Similar findings' })).toBeNull());
  cleanup();
  open(new Error('Failed to fetch'));
  expect(await screen.findByText(/cannot be reached|Failed to fetch/)).toBeTruthy();
});
