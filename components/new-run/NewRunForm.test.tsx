// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { NewRunOptionsQuery } from '../generated/graphql';
import type { DraftPair } from './draft';
import { NewRunForm } from './NewRunForm';
import {
  completeBrowser,
  createFakeServer,
  previewWords,
  show,
  type FakeServer,
  type Request,
} from './testing';

const push = vi.hoisted(() => vi.fn<(path: string) => void>());
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }));
vi.mock('../run/RunView', () => ({}));

/** Prompts whose row in the table is rendered. */
const rendered: string[] = [];
vi.mock('../prompts/PromptExcerpt', () => ({
  PromptExcerpt: ({ text }: { text: string }) => {
    rendered.push(text);
    return <span>{text}</span>;
  },
}));

const pair = (name: string): DraftPair => ({
  clean: `${name} clean`,
  corrupted: `${name} corrupted`,
  correct: 'Mary',
  incorrect: ' John',
});
const options = (...pairs: DraftPair[]): NewRunOptionsQuery => ({
  models: [
    {
      id: 'mini',
      layers: 4,
      heads: 4,
      context: 64,
      installed: true,
      unavailable: null,
      canPublishNotebook: true,
    },
  ],
  presets: [
    { id: 'some', name: 'Some', description: '', sweeps: ['HEAD_Z'], pairs },
    { id: 'facts', name: 'Facts', description: '', sweeps: ['RESID_PRE'], pairs: [pair('facts')] },
  ],
});

let server: FakeServer;
beforeEach(() => {
  completeBrowser();
  sessionStorage.clear();
  push.mockClear();
  server = createFakeServer();
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(...names: string[]): void {
  show(<NewRunForm options={options(...names.map(pair))} preset="some" />, server);
}

/** The next request that the form sends. */
async function nextRequest(): Promise<Request> {
  const seen = server.requests.length;
  await waitFor(() => expect(server.requests.length).toBeGreaterThan(seen));
  const request = server.requests.at(-1)!;
  expect(request.operation).toBe('PreviewRun');
  return request;
}

/** The run that the form asks for. */
async function createRequest(): Promise<Request> {
  const find = () => server.requests.find(({ operation }) => operation === 'CreateRun');
  await waitFor(() => expect(find()).toBeDefined());
  return find()!;
}

/** A button by its text or label; looking roles up takes seconds in a page of this size. */
function button(name: string): HTMLElement {
  const found = [...document.querySelectorAll('button')].filter(
    (element) => (element.getAttribute('aria-label') ?? element.textContent) === name,
  );
  expect(found, name).toHaveLength(1);
  return found[0]!;
}

/** A field by its label or `aria-label`; jsdom finds the field of a label by a walk over all elements, which takes seconds here, too. */
function field(name: string): HTMLElement {
  const found = findField(name);
  expect(found, name).toBeDefined();
  return found!;
}
function findField(name: string): HTMLElement | undefined {
  const label = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === name);
  // oxlint-disable-next-line unicorn/prefer-query-selector -- jsdom has no CSS.escape
  const labelled = label && document.getElementById(label.htmlFor);
  return labelled ?? document.querySelector<HTMLElement>(`[aria-label="${name}"]`) ?? undefined;
}

/** The card of a preset. */
const card = (name: string): HTMLElement =>
  screen.getByText(name, { selector: '[aria-pressed] > span' }).parentElement!;

const row = (number: number): HTMLElement => button(`Pair ${number}`).closest('tr')!;
const type = (label: string, value: string): void => {
  fireEvent.change(field(label), { target: { value } });
};

it('shows no result of an earlier text below a changed one, and ignores the late answer', async () => {
  open('a', 'b');
  const first = await nextRequest();
  first.answer(previewWords(first.input));
  await waitFor(() => expect(within(row(1)).getByText('not measured')).toBeTruthy());
  expect(screen.getAllByTitle('position 1, token 1')).toHaveLength(2);

  type('Clean prompt', 'other words altogether');
  // At once: nothing that belongs to the former text is left, and the other pair keeps its result.
  expect(screen.queryAllByTitle(/^position \d/)).toEqual([]);
  expect(screen.getByText('Checking…')).toBeTruthy();
  expect(within(row(1)).getByText('checking…')).toBeTruthy();
  expect(within(row(2)).getByText('not measured')).toBeTruthy();

  const second = await nextRequest();
  type('Clean prompt', 'more words');
  expect(second.isAborted).toBe(true);
  second.answer(previewWords(second.input));
  const third = await nextRequest();
  expect(within(row(1)).getByText('checking…')).toBeTruthy();
  third.answer(previewWords(third.input));
  await waitFor(() => expect(within(row(1)).getByText('not measured')).toBeTruthy());
  expect(screen.getAllByTitle('position 1, token 1')[0]!.textContent).toBe('·words');
});

it('shows nothing of replaced pairs, and brings them back by Undo', async () => {
  open('a', 'b');
  const first = await nextRequest();
  first.answer(previewWords(first.input, { issues: [{ path: 'pairs.0.correct', message: 'About a.' }] }));
  await screen.findAllByText('About a.');
  expect(card('Some').getAttribute('aria-pressed')).toBe('true');
  fireEvent.click(card('Facts'));
  expect(card('Facts').getAttribute('aria-pressed')).toBe('true');
  expect(screen.queryByText('About a.')).toBeNull();
  expect(field('Clean prompt')).toHaveProperty('value', 'facts clean');
  expect(screen.getByText('2 pairs were replaced by the preset Facts.')).toBeTruthy();
  fireEvent.click(button('Undo'));
  expect(field('Clean prompt')).toHaveProperty('value', 'a clean');
  expect(document.querySelectorAll('[aria-label^="Pair "]')).toHaveLength(2);
});

it('renders only the row in which somebody types', async () => {
  open(...Array.from({ length: 20 }, (_, index) => `p${index}`));
  const request = await nextRequest();
  request.answer(previewWords(request.input));
  await waitFor(() => expect(within(row(20)).getByText('not measured')).toBeTruthy());
  rendered.length = 0;
  type('Clean prompt', 'x');
  type('Clean prompt', 'xy');
  expect([...new Set(rendered)]).toEqual(['x', 'p0 corrupted', 'xy']);
});

it('lists problems with links to their fields', async () => {
  open('a', 'b');
  const request = await nextRequest();
  request.answer(
    previewWords(request.input, {
      issues: [
        { path: 'pairs.1.correct', message: 'Two tokens.' },
        { path: 'pairs', message: 'The pairs differ.' },
        { path: 'somewhere', message: 'Too much.' },
      ],
    }),
  );
  fireEvent.click(await screen.findByText('3 problems to fix'));
  const answer = field('Correct answer');
  expect(document.activeElement).toBe(answer);
  expect(answer).toHaveProperty('value', 'Mary');
  expect(answer.getAttribute('aria-invalid')).toBe('true');
  const described = answer.getAttribute('aria-describedby')!.split(' ');
  expect(described.map((id) => document.getElementById(id)?.textContent)).toContain('Two tokens.');
  expect(screen.getByText('The pairs differ.')).toBeTruthy();
  expect(screen.getByText('Too much.')).toBeTruthy();
  fireEvent.click(button('Pair 1'));
  fireEvent.click(button('Pair 2, correct'));
  expect(document.activeElement).toBe(field('Correct answer'));
});

it.each(['issues', 'warnings'] as const)(
  'adds leading spaces that %s ask for, one by one or all',
  async (kind) => {
    open('a', 'b');
    const request = await nextRequest();
    const message = "'Mary' lacks its leading space.";
    const paths = ['pairs.0.correct', 'pairs.1.correct'];
    request.answer(previewWords(request.input, { [kind]: paths.map((path) => ({ path, message })) }));
    fireEvent.click(await screen.findByText('Add the leading space to 2 answers'));
    const corrected = await nextRequest();
    expect((corrected.input.pairs as DraftPair[]).map(({ correct }) => correct)).toEqual([' Mary', ' Mary']);
  },
);

it('leads from a problem of all sweeps to the sweeps', async () => {
  open('a');
  const request = await nextRequest();
  const message = 'The run takes 9 hours; choose fewer sweeps.';
  request.answer(previewWords(request.input, { issues: [{ path: 'sweeps', message }] }));
  expect(await screen.findByText(message)).toBeTruthy();
  fireEvent.click(button('1 problem to fix'));
  expect(document.activeElement?.textContent).toBe('What to patch');
});

it('keeps what was typed when the server refuses, and lets a refusal go with the input', async () => {
  open('a');
  const preview = await nextRequest();
  preview.answer(previewWords(preview.input));
  await waitFor(() => expect(within(row(1)).getByText('not measured')).toBeTruthy());
  fireEvent.keyDown(field('Clean prompt'), { key: 'Enter', ctrlKey: true });
  const create = await createRequest();
  create.refuse('The run needs 9 hours; 1 hour is the limit.', 'QUOTA_EXCEEDED');
  expect(await screen.findByText(/9 hours/)).toBeTruthy();
  expect(screen.getByText('sweeps', { selector: 'a' })).toBeTruthy();
  expect(field('Clean prompt')).toHaveProperty('value', 'a clean');
  type('Clean prompt', 'less');
  expect(screen.queryByText(/9 hours/)).toBeNull();
  expect(push).not.toHaveBeenCalled();
});

it('runs the preset that was chosen just before, though its pairs are not drawn yet', async () => {
  open('a');
  const [preset, run] = [card('Facts'), button('Run')];
  // Not in `act`, which would draw the pairs before the second click.
  preset.click();
  run.click();
  const { input } = await createRequest();
  expect(input.pairs!.map(({ clean }) => clean)).toEqual(['facts clean']);
  expect(input.sweeps).toEqual(['RESID_PRE']);
});

it('lets nobody write into pairs that are about to be replaced', async () => {
  open('a');
  const [preset, pairs] = [card('Facts'), document.querySelector('[aria-labelledby=pairs]')!];
  // Not in `act`, which would draw the pairs at once.
  preset.click();
  await Promise.resolve();
  expect(preset.getAttribute('aria-pressed')).toBe('true');
  expect(field('Clean prompt')).toHaveProperty('value', 'a clean');
  expect(pairs.hasAttribute('inert')).toBe(true);
  expect(pairs.getAttribute('aria-busy')).toBe('true');
  await waitFor(() => expect(field('Clean prompt')).toHaveProperty('value', 'facts clean'));
  expect(pairs.hasAttribute('inert')).toBe(false);
});

it('moves the focus to the field that a refused run names', async () => {
  open('a', 'b');
  fireEvent.click(button('Run'));
  const create = await createRequest();
  create.refuse('Refused.', 'BAD_USER_INPUT', [{ path: 'pairs.1.incorrect', message: 'Not one token.' }]);
  await screen.findAllByText('Not one token.');
  expect(document.activeElement).toBe(field('Incorrect answer'));
  expect(field('Clean prompt')).toHaveProperty('value', 'b clean');
});

it('moves the focus to the refusal of the run as a whole, which is shown by then', async () => {
  open('a');
  const problems = document.getElementById('problems')!;
  const focused = vi.fn<(text: string | null) => void>();
  // A browser does not move the focus to what is hidden; the DOM of this test does.
  problems.addEventListener('focus', () => focused(problems.hidden ? null : problems.textContent));
  fireEvent.click(button('Run'));
  (await createRequest()).refuse('The run needs 9 hours; 1 hour is the limit.', 'QUOTA_EXCEEDED');
  await waitFor(() => expect(focused.mock.calls).toEqual([[expect.stringMatching(/9 hours/)]]));
});

it('shows why the prompts could not be checked', async () => {
  open('a');
  const preview = await nextRequest();
  preview.refuse('Too many requests.', 'QUOTA_EXCEEDED');
  expect(await screen.findByText('Too many requests.')).toBeTruthy();
  expect(within(row(1)).getByText('not checked')).toBeTruthy();
});

it('says once, beside the Run button, that the server is away, and checks again', async () => {
  open('a');
  (await nextRequest()).fail();
  const panel = screen.getByRole('complementary', { name: 'This run' });
  expect((await within(panel).findByRole('alert')).textContent).toMatch(/^The server cannot be reached/);
  expect(screen.getAllByRole('alert')).toHaveLength(1);
  expect(screen.queryByText(/appear once the pairs are written|Checking/)).toBeNull();
  fireEvent.click(button('Try again'));
  const again = await nextRequest();
  again.answer(previewWords(again.input));
  await waitFor(() => expect(within(row(1)).getByText('not measured')).toBeTruthy());
  expect(screen.queryByRole('alert')).toBeNull();
});

it('sends a run again that may have been stored', async () => {
  open('a');
  const preview = await nextRequest();
  preview.answer(previewWords(preview.input));
  await waitFor(() => expect(within(row(1)).getByText('not measured')).toBeTruthy());
  fireEvent.click(button('Run'));
  (await createRequest()).fail();
  expect((await screen.findByRole('alert')).textContent).toMatch(
    /may have stored this. Trying again is safe/,
  );
  expect(screen.queryByText('The run was refused')).toBeNull();
  fireEvent.click(button('Try again'));
  const sent = () => server.requests.filter(({ operation }) => operation === 'CreateRun');
  await waitFor(() => expect(sent()).toHaveLength(2));
  sent()[1]!.answer({ createRun: { __typename: 'Run', id: 'k3F9' } });
  await waitFor(() => expect(push).toHaveBeenCalledWith('/runs/k3F9'));
});

it('adds, duplicates and removes pairs by keyboard, the focus staying in the form', async () => {
  open('a', 'b');
  fireEvent.click(button('Add a pair'));
  expect(document.activeElement).toBe(field('Clean prompt'));
  expect(screen.getByText('Pair 3', { selector: 'legend' })).toBeTruthy();
  fireEvent.click(button('Remove pair 1'));
  expect(document.activeElement).toBe(button('Pair 1'));
  fireEvent.click(button('Duplicate pair 1'));
  expect(document.activeElement).toBe(field('Clean prompt'));
  expect(field('Clean prompt')).toHaveProperty('value', 'b clean');
  expect(screen.getByText('Pair 2', { selector: 'legend' })).toBeTruthy();
});

it('brings a draft back after a reload, at its own address', async () => {
  open('a');
  type('Clean prompt', 'typed');
  cleanup();
  open('a');
  expect(field('Clean prompt')).toHaveProperty('value', 'typed');
  cleanup();
  show(<NewRunForm options={options(pair('a'))} preset="facts" />, server);
  expect(field('Clean prompt')).toHaveProperty('value', 'facts clean');
});

it('opens the run that was created and forgets the draft', async () => {
  open('a');
  type('Clean prompt', 'typed');
  fireEvent.click(button('Run'));
  (await createRequest()).answer({ createRun: { id: 'r' } });
  await waitFor(() => expect(push).toHaveBeenCalledWith('/runs/r'));
  cleanup();
  open('a');
  expect(field('Clean prompt')).toHaveProperty('value', 'a clean');
});

it('removes a line break at the end of a prompt', async () => {
  open('a');
  type('Clean prompt', 'a clean\n');
  const preview = await nextRequest();
  preview.answer(
    previewWords(preview.input, { warnings: [{ path: 'pairs.0.clean', message: 'It ends in a space.' }] }),
  );
  fireEvent.click(await screen.findByText('Remove the line break at the end'));
  expect(field('Clean prompt')).toHaveProperty('value', 'a clean');
});

it('makes a set of an answer by another token, and sends it with its rule', async () => {
  open('a');
  (await nextRequest()).answer(previewWords({ pairs: [pair('a')] } as never));
  fireEvent.click(button('Add another token to the correct answer'));
  const token = await waitFor(() => field('Correct answer, token 2'));
  await waitFor(() => expect(document.activeElement).toBe(token));
  fireEvent.change(token, { target: { value: ' Lucy' } });
  fireEvent.change(field('Score of a set'), { target: { value: 'LOGSUMEXP' } });
  const { input } = await nextRequest();
  const [sent] = [input.pairs].flat();
  expect(sent).toMatchObject({ correctSet: ['Mary', ' Lucy'], incorrect: ' John', rule: 'LOGSUMEXP' });
  fireEvent.click(button('Remove token 2 of the correct answer'));
  expect(findField('Score of a set')).toBeUndefined();
});

it('reads an answer of several tokens as a whole when it is asked to', async () => {
  open('a');
  await nextRequest();
  type('Correct answer', ' Mary Ann');
  const first = await nextRequest();
  expect(first.input).not.toHaveProperty('wholeAnswers');
  const message = "' Mary Ann' is 2 tokens; an answer must be one token.";
  first.answer(previewWords(first.input, { issues: [{ path: 'pairs.0.correct', message }] }));
  expect(await screen.findAllByText(message)).not.toEqual([]);
  expect(button('Use the first token')).toBeTruthy();
  fireEvent.click(button('Read it as a whole'));
  const next = await nextRequest();
  expect(next.input).toMatchObject({ wholeAnswers: true });
  next.answer(previewWords(next.input));
  expect(await screen.findByText('2 tokens, read as a whole')).toBeTruthy();
  expect(screen.queryByText(message)).toBeNull();
  fireEvent.click(field('Read answers of several tokens as a whole'));
  expect((await nextRequest()).input).not.toHaveProperty('wholeAnswers');
});

it('begins with the model of the address, and says so where there is none of that name', () => {
  const [mini] = options().models;
  const models = [
    mini!,
    { ...mini!, id: 'gpt2' },
    { ...mini!, id: 'lost', installed: false, unavailable: 'Its weights are missing.' },
  ];
  const begin = (model: string): string => {
    show(<NewRunForm options={{ ...options(pair('a')), models }} preset="some" model={model} />, server);
    return document.querySelector<HTMLInputElement>('#model')!.value;
  };
  expect(begin('gpt2')).toBe('gpt2 (4 layers × 4 heads)');
  expect(screen.queryByText(/There is no model/)).toBeNull();
  cleanup();
  expect(begin('nope')).toBe('mini (4 layers × 4 heads)');
  expect(screen.getByText(/There is no model “nope” on this site/)).toBeDefined();
  cleanup();
  expect(begin('lost')).toBe('mini (4 layers × 4 heads)');
  expect(screen.getByText(/The model “lost” cannot be used: Its weights are missing\./)).toBeDefined();
});
