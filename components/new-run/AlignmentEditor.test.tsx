// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { alignPair, type Alignment } from '../../domain/alignment';
import { AlignmentEditor } from './AlignmentEditor';
import { readPair, sendPair, type DraftPair } from './draft';
import { createFormState, reduceForm } from './form-state';
import { completeBrowser } from './testing';

beforeEach(completeBrowser);
afterEach(cleanup);

const makeTokens = (text: string, ids: readonly number[]) =>
  text.split('|').map((part, at) => ({ id: ids[at]!, text: part }));
const clean = makeTokens('<bos>|When| John| Smith| went| to', [0, 1, 2, 3, 4, 5]);
const corrupted = makeTokens('<bos>|When| Mary| went| to', [0, 1, 9, 4, 5]);
const automatic = alignPair(
  clean.map(({ id }) => id),
  corrupted.map(({ id }) => id),
);

function Editor({ onAlignment }: { readonly onAlignment: (alignment: Alignment | null) => void }) {
  const [alignment, setAlignment] = useState<Alignment | null>(null);
  return (
    <MantineProvider env="test">
      <AlignmentEditor
        clean={clean}
        corrupted={corrupted}
        alignment={alignment ?? automatic}
        bos={1}
        isEdited={alignment !== null}
        onChange={(next) => {
          setAlignment(next);
          onAlignment(next);
        }}
      />
    </MantineProvider>
  );
}

it('links a token to another partner, unlinks it, and resets', () => {
  let given: Alignment | null = null;
  render(<Editor onAlignment={(next) => (given = next)} />);
  const token = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name}`) });
  const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
  // The last name is aligned with the only one; BOS and the last tokens stay.
  expect(token('clean 3 ·Smith, aligned with corrupted 2 ·Mary')).toBeDefined();
  expect(token('clean 2 ·John, not aligned')).toBeDefined();
  expect((token('clean 0') as HTMLButtonElement).disabled).toBe(true);
  expect((token('corrupted 4') as HTMLButtonElement).disabled).toBe(true);
  expect(button('Unlink').disabled).toBe(true);
  expect(button('Reset to automatic').disabled).toBe(true);
  fireEvent.click(token('clean 2'));
  expect(token('clean 2').getAttribute('aria-pressed')).toBe('true');
  expect(
    screen.getByText(/^Chosen: clean 2 ·John\. Choose its partner in the corrupted prompt\./),
  ).toBeDefined();
  fireEvent.click(token('corrupted 2'));
  expect(given).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
    [4, 3],
    [5, 4],
  ]);
  expect(token('clean 3 ·Smith, not aligned')).toBeDefined();
  fireEvent.click(token('corrupted 2'));
  fireEvent.click(button('Unlink'));
  expect(given).toEqual([
    [0, 0],
    [1, 1],
    [4, 3],
    [5, 4],
  ]);
  fireEvent.click(button('Reset to automatic'));
  expect(given).toBeNull();
  expect(token('clean 3 ·Smith, aligned with corrupted 2 ·Mary')).toBeDefined();
});

it('sends and reads an alignment with BOS, and drops it when a prompt changes', () => {
  const pair: DraftPair = {
    clean: 'a b',
    corrupted: 'c',
    correct: 'x',
    incorrect: 'y',
    roles: [{ name: 'S', positions: [0, 1], corrupted: [0] }],
    alignment: [[1, 0]],
  };
  const sent = sendPair(pair, true);
  expect(sent.alignment).toEqual([
    { clean: 0, corrupted: 0 },
    { clean: 2, corrupted: 1 },
  ]);
  expect(sent.roles).toEqual([{ name: 'S', cleanPositions: [1, 2], corruptedPositions: [1] }]);
  expect(readPair({ ...pair, ...sent, rule: 'MEAN' } as never, true)).toEqual(pair);
  expect(sendPair(pair, false).alignment).toEqual([{ clean: 1, corrupted: 0 }]);
  const state = createFormState({
    pairs: [pair],
    model: 'm',
    sweeps: [],
    directions: ['DENOISING'],
    metrics: ['LOGIT_DIFF'],
    prependBos: true,
    recompute: false,
  });
  const id = state.rows[0]!.id;
  const answered = reduceForm(state, { type: 'edit', id, field: 'correct', text: 'z' });
  expect(answered.rows[0]!.alignment).toEqual([[1, 0]]);
  const edited = reduceForm(answered, { type: 'edit', id, field: 'clean', text: 'a b d' });
  expect(edited.rows[0]!.alignment).toBeUndefined();
  const reset = reduceForm(answered, { type: 'align', id, alignment: null });
  expect(reset.rows[0]!.alignment).toBeUndefined();
});
