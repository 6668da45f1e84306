// @vitest-environment jsdom
import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../testing/render';
import { ImportForm } from './ImportForm';

const push = vi.fn();
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }));

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const VALID = {
  __typename: 'CheckedFile',
  format: 'RUN',
  issues: [],
  title: 'Two heads',
  model: 'gpt2',
  clean: 'John',
  corrupted: 'Mary',
  pairs: 8,
  sweepKinds: ['HEAD_Z'],
  directions: ['DENOISING'],
  metrics: ['LOGIT_DIFF'],
  jointPatches: 2,
  circuits: 0,
  hasEdges: true,
  claims: [],
  provenance: 'engine 3, 1.30, cpu',
  createdAt: '2026-11-25T10:00:00.000Z',
};

/** Renders the form with a server that checks files as given. @returns what the server was sent. */
function renderForm(check: (json: string) => object) {
  const sent: { name: string; json: string }[] = [];
  const link = new ApolloLink(({ operationName, variables }) => {
    sent.push({ name: operationName!, json: variables['json'] as string });
    const data =
      operationName === 'CheckFile'
        ? { checkFile: check(variables['json'] as string) }
        : { importRun: { __typename: 'Run', id: 'new' } };
    return new Observable((observer) => {
      observer.next({ data });
      observer.complete();
    });
  });
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  renderInPage(
    <ApolloProvider client={client}>
      <ImportForm />
    </ApolloProvider>,
  );
  return sent;
}

it('checks pasted text, shows what it is, and imports it', async () => {
  const sent = renderForm(() => VALID);
  const submit = screen.getByRole('button', { name: 'Import as a private run' });
  expect(submit.hasAttribute('disabled')).toBe(true);
  fireEvent.change(screen.getByLabelText('Text of the file'), { target: { value: '{"a":1}' } });
  fireEvent.click(screen.getByRole('button', { name: 'Check' }));
  await screen.findByText('Two heads');
  const shown = screen.getByLabelText('Content of the file').textContent;
  for (const text of ['gpt2', 'Logit difference', 'edges between heads', 'engine 3'])
    expect(shown).toContain(text);
  fireEvent.click(submit);
  await waitFor(() => expect(push).toHaveBeenCalledWith('/runs/new'));
  expect(sent).toEqual([
    { name: 'CheckFile', json: '{"a":1}' },
    { name: 'ImportRun', json: '{"a":1}' },
  ]);
});

it('shows each problem with its path, and keeps the text', async () => {
  const issues = [
    { __typename: 'InputIssue', path: 'sweeps.0.perPrompt.data', message: 'Value 3 is not a finite number.' },
  ];
  renderForm(() => ({ ...VALID, issues }));
  const field = screen.getByLabelText<HTMLTextAreaElement>('Text of the file');
  fireEvent.change(field, { target: { value: '{}' } });
  fireEvent.click(screen.getByRole('button', { name: 'Check' }));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('sweeps.0.perPrompt.data');
  expect(alert.textContent).toContain('not a finite number');
  expect(field.value).toBe('{}');
  expect(screen.getByRole('button', { name: 'Import as a private run' }).hasAttribute('disabled')).toBe(true);
});

it('opens a file, and says that a finding cannot be imported', async () => {
  renderForm(() => ({
    ...VALID,
    format: 'FINDING',
    claims: ['z[9.9] > 0.2'],
    pairs: null,
    clean: null,
    corrupted: null,
  }));
  const bytes = new TextEncoder().encode('{"format":"patchbay.finding"}');
  const file = new File([bytes], 'finding.json', { type: 'application/json' });
  // jsdom's files cannot be read.
  file.arrayBuffer = async () => bytes.buffer;
  const input = document.querySelector<HTMLInputElement>('input[type=file]')!;
  fireEvent.change(input, { target: { files: [file] } });
  await screen.findByText(/is a valid finding/);
  expect(screen.getByText('finding.json')).toBeTruthy();
  expect(screen.getByLabelText('Content of the file').textContent).toContain('z[9.9] > 0.2');
});
