// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ReadPromptsQuery } from '../generated/graphql';
import { ImportDialog, type ImportedPair, type Notation } from './ImportDialog';
import { completeBrowser, createFakeServer, show, type FakeServer, type Request } from './testing';

const onPairs = vi.fn<(pairs: readonly ImportedPair[], mode: string, what: string) => void>();
let server: FakeServer;
beforeEach(() => {
  completeBrowser();
  onPairs.mockClear();
  server = createFakeServer();
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Dialog({ notation, present }: { readonly notation: Notation; readonly present: number }) {
  const [text, setText] = useState('');
  return (
    <ImportDialog
      notation={notation}
      model="gpt2"
      present={present}
      text={text}
      onText={setText}
      onPairs={onPairs}
      onClose={() => {}}
    />
  );
}

const open = (notation: Notation, present = 0) =>
  show(<Dialog notation={notation} present={present} />, server);
const LABEL = 'File or text';
const paste = (label: string, value: string): void => {
  fireEvent.change(screen.getByLabelText(label, { selector: 'textarea' }), { target: { value } });
};
const taken = (): string[] => onPairs.mock.calls[0]![0].map(({ clean }) => clean);
const findButton = (name: string) => screen.getByText(name).closest('button')!;

type Reading = ReadPromptsQuery['readPrompts'];

const pairs = (count: number, tokens = 3): Reading['pairs'] =>
  Array.from({ length: count }, (_, index) => ({
    row: index + 1,
    clean: `p ${index}`,
    corrupted: 'q r',
    correct: ' x',
    incorrect: ' y',
    correctSet: null,
    incorrectSet: null,
    rule: 'MEAN' as const,
    tokens,
    corruptedTokens: tokens,
    roles: [{ name: 'END', cleanPositions: [tokens - 1], corruptedPositions: [tokens - 1] }],
  }));

/** The next request that is not answered yet. */
async function nextRequest(count = 1): Promise<Request> {
  await waitFor(() => expect(server.requests).toHaveLength(count));
  return server.requests.at(-1)!;
}

async function answer(parts: Partial<Reading>, count = 1): Promise<void> {
  const request = await nextRequest(count);
  request.answer({
    readPrompts: {
      format: 'CSV',
      layout: 'Columns',
      rowCount: (parts.pairs?.length ?? 0) + (parts.refused?.length ?? 0),
      columns: [],
      pairs: [],
      refused: [],
      suggestions: [],
      ...parts,
    },
  });
}

it('says how many of 1,000 pairs a run takes, and lets one choose which', async () => {
  open('table');
  paste(LABEL, 'a file');
  await answer({ pairs: pairs(1000) });
  expect(await screen.findByText('1,000 pairs read; a run takes up to 64.')).toBeTruthy();
  fireEvent.click(screen.getByLabelText('64 at equal distances'));
  fireEvent.click(findButton('Use 64 pairs'));
  expect(taken()).toHaveLength(64);
  expect(taken().slice(0, 3)).toEqual(['p 0', 'p 15', 'p 31']);
});

it('sums a large text up instead of showing it, until asked', () => {
  open('table');
  const text = 'clean,corrupted\n'.repeat(2001);
  fireEvent.paste(screen.getByLabelText(LABEL), { clipboardData: { getData: () => text } });
  expect(screen.queryByLabelText(LABEL)).toBeNull();
  expect(screen.getByText(/^2,001 lines, [\d,]+ characters$/)).toBeTruthy();
  fireEvent.click(screen.getByText('Show the text'));
  expect(screen.getByLabelText(LABEL)).toHaveProperty('value', text);
});

it('adds to the pairs of the form as many as there is room for', async () => {
  open('table', 60);
  paste(LABEL, 'a file');
  await answer({ pairs: pairs(10) });
  fireEvent.click(await screen.findByLabelText('Add to them'));
  expect(screen.getByText('10 pairs read; a run takes up to 64, and there is room for 4 more.')).toBeTruthy();
  fireEvent.click(findButton('Add 4 pairs'));
  expect(onPairs.mock.calls[0]![1]).toBe('append');
  expect(taken()).toEqual(['p 0', 'p 1', 'p 2', 'p 3']);
});

it('counts one pair as one, and takes sets of answers over', async () => {
  open('table', 1);
  paste(LABEL, 'a file');
  const [pair] = pairs(1);
  await answer({ pairs: [{ ...pair!, correctSet: [' x', ' z'], rule: 'LOGSUMEXP' }] });
  expect(await screen.findByText('1 pair read.')).toBeTruthy();
  expect(screen.getByLabelText('Replace the pair in the form')).toBeTruthy();
  fireEvent.click(findButton('Use 1 pair'));
  expect(onPairs.mock.calls[0]![0][0]).toMatchObject({ more: { correct: [' z'] }, rule: 'LOGSUMEXP' });
  expect(onPairs.mock.calls[0]!.slice(1)).toEqual(['replace', '1 imported pair']);
  expect(screen.getByLabelText(LABEL)).toHaveProperty('value', '');
});

it('names rows that cannot be used, leaves them out only when asked, and keeps their text', async () => {
  open('table');
  paste(LABEL, 'a file');
  await answer({ pairs: pairs(2), refused: [{ row: 3, line: 4, reason: 'Line 4: 1 field.' }] });
  expect(await screen.findByText('Line 4: 1 field.')).toBeTruthy();
  expect(screen.getByText('CSV: 3 rows, 2 usable, 1 not.')).toBeTruthy();
  const use = findButton('Use 2 pairs');
  expect(use).toHaveProperty('disabled', true);
  fireEvent.click(screen.getByLabelText('Leave out the row that cannot be used'));
  fireEvent.click(use);
  expect(taken()).toEqual(['p 0', 'p 1']);
  expect(screen.getByLabelText(LABEL)).toHaveProperty('value', 'a file');
});

it('says that a text has a header only', async () => {
  open('table');
  paste(LABEL, 'clean,corrupted,correct,incorrect');
  await answer({ columns: [{ name: 'clean', as: 'clean', samples: [] }] });
  expect(
    await screen.findByText('The text has a header and no rows. Add one row for each pair.'),
  ).toBeTruthy();
});

it('applies a suggestion with one click, and takes it back', async () => {
  open('table');
  paste(LABEL, 'a file');
  const suggestion = {
    message: '2 rows lack a space.',
    option: 'ADD_LEADING_SPACE' as const,
    columns: null,
    idsOf: null,
  };
  await answer({ pairs: pairs(2), suggestions: [suggestion] });
  fireEvent.click(await screen.findByText('Add the space to all'));
  expect((await nextRequest(2)).variables).toMatchObject({ options: ['ADD_LEADING_SPACE'], idsOf: null });
  // The answer of the reading before is not for use.
  expect(findButton('Use 2 pairs')).toHaveProperty('disabled', true);
  await answer({ pairs: pairs(2) }, 2);
  await waitFor(() => expect(findButton('Use 2 pairs')).toHaveProperty('disabled', false));
  fireEvent.click(screen.getByLabelText('Take back: A leading space is added to all answers.'));
  expect((await nextRequest(3)).variables).toMatchObject({ options: [] });
});

it('lets columns be chosen when no layout is recognised', async () => {
  open('table');
  paste(LABEL, 'a file');
  const columns = [
    { name: 'gold', as: null, samples: [' down'] },
    { name: 'text', as: null, samples: ['The cat sat'] },
  ];
  await answer({ columns, refused: [{ row: 1, line: 2, reason: 'There is no column for clean.' }] });
  const select = await screen.findByLabelText('What text holds');
  fireEvent.change(select, { target: { value: 'clean' } });
  expect((await nextRequest(2)).variables['columns']).toEqual([{ column: 'text', as: 'clean' }]);
});

it('takes the pairs of the most frequent length, or of another one', async () => {
  open('table');
  paste(LABEL, 'a file');
  await answer({ pairs: [...pairs(1, 4), ...pairs(3, 5)] });
  expect(await screen.findByText('3 pairs read.')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Tokens of a prompt'), { target: { value: '4' } });
  expect(screen.getByText('1 pair read.')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Tokens of a prompt'), { target: { value: 'all' } });
  expect(screen.getByText('4 pairs read.')).toBeTruthy();
});

it('shows why a text cannot be read, and keeps it', async () => {
  open('table');
  paste(LABEL, '[{');
  (await nextRequest()).refuse('Line 1 is not JSON: the text ends.', 'BAD_USER_INPUT');
  expect(await screen.findByText('Line 1 is not JSON: the text ends.')).toBeTruthy();
  expect(screen.getByLabelText(LABEL)).toHaveProperty('value', '[{');
  expect(findButton('Use pairs')).toHaveProperty('disabled', true);
});

it('shows the prompts that a format gives, with the space before the name that one chooses', () => {
  open('formats');
  paste('Formats and name pairs', 'To the shops, {} went with | Mary | John');
  expect(screen.getAllByRole('cell', { name: 'To·the·shops,·John·went·with' })).not.toEqual([]);
  fireEvent.click(screen.getByLabelText('Two, as in the notebook'));
  expect(screen.getAllByRole('cell', { name: 'To·the·shops,··John·went·with' })).toBeTruthy();
});

it('reads a dropped file, and says why another one cannot be read', async () => {
  open('table');
  const drop = (name: string, bytes: Uint8Array): void => {
    const file = { name, size: bytes.length, arrayBuffer: async () => bytes.buffer };
    fireEvent.drop(screen.getByLabelText(LABEL), { dataTransfer: { files: [file] } });
  };
  drop('pairs.xlsx', new Uint8Array([0x50, 0x4b, 0xff, 0]));
  expect(await screen.findByText(/pairs.xlsx is not UTF-8 text/)).toBeTruthy();
  drop('pairs.csv', new TextEncoder().encode('a file'));
  expect((await nextRequest()).variables['text']).toBe('a file');
  expect(screen.queryByText(/not UTF-8/)).toBeNull();
});
