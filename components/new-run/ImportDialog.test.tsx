// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DraftPair } from './draft';
import { ImportDialog, type Notation } from './ImportDialog';
import { completeBrowser, show } from './testing';

const onPairs = vi.fn<(pairs: readonly DraftPair[], mode: string, what: string) => void>();
beforeEach(() => {
  completeBrowser();
  onPairs.mockClear();
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
      present={present}
      text={text}
      onText={setText}
      onPairs={onPairs}
      onClose={() => {}}
    />
  );
}

const paste = (label: string, value: string): void => {
  fireEvent.change(screen.getByLabelText(label, { selector: 'textarea' }), { target: { value } });
};
const csv = (count: number): string =>
  [
    'clean,corrupted,correct,incorrect',
    ...Array.from({ length: count }, (_, index) => `p ${index},q r, x, y`),
  ].join('\n');
const taken = (): string[] => onPairs.mock.calls[0]![0].map(({ clean }) => clean);

it('says how many of 1,000 pairs a run takes, and lets one choose which', () => {
  show(<Dialog notation="csv" present={0} />);
  paste('CSV', csv(1000));
  expect(screen.getByText('1,000 pairs read; a run takes up to 64.')).toBeTruthy();
  fireEvent.click(screen.getByLabelText('64 at equal distances'));
  fireEvent.click(screen.getByText('Use 64 pairs').closest('button')!);
  expect(taken()).toHaveLength(64);
  expect(taken().slice(0, 3)).toEqual(['p 0', 'p 15', 'p 31']);
});

it('sums a large text up instead of showing it, until asked', () => {
  show(<Dialog notation="csv" present={0} />);
  const text = csv(2000);
  fireEvent.paste(screen.getByLabelText('CSV'), { clipboardData: { getData: () => text } });
  expect(screen.queryByLabelText('CSV')).toBeNull();
  expect(screen.getByText(/^2,001 lines, [\d,]+ characters$/)).toBeTruthy();
  expect(screen.getByText('2,000 pairs read; a run takes up to 64.')).toBeTruthy();
  fireEvent.click(screen.getByText('Show the text'));
  expect(screen.getByLabelText('CSV')).toHaveProperty('value', text);
});

it('adds to the pairs of the form as many as there is room for', () => {
  show(<Dialog notation="csv" present={60} />);
  paste('CSV', csv(10));
  fireEvent.click(screen.getByLabelText('Add to them'));
  expect(screen.getByText('10 pairs read; a run takes up to 64, and there is room for 4 more.')).toBeTruthy();
  fireEvent.click(screen.getByText('Add 4 pairs').closest('button')!);
  expect(onPairs.mock.calls[0]![1]).toBe('append');
  expect(taken()).toEqual(['p 0', 'p 1', 'p 2', 'p 3']);
});

it('counts one pair as one', () => {
  show(<Dialog notation="csv" present={1} />);
  paste('CSV', csv(1));
  expect(screen.getByText('1 pair read.')).toBeTruthy();
  expect(screen.getByLabelText('Replace the pair in the form')).toBeTruthy();
  fireEvent.click(screen.getByText('Use 1 pair').closest('button')!);
  expect(onPairs.mock.calls[0]!.slice(1)).toEqual(['replace', '1 pasted pair']);
});

it('uses what can be read only when asked to leave the rest out', () => {
  show(<Dialog notation="csv" present={0} />);
  paste('CSV', `${csv(2)}\nonly one field`);
  expect(screen.getByText(/^Line 4: 1 field/)).toBeTruthy();
  const use = screen.getByText('Use 2 pairs').closest('button')!;
  expect(use).toHaveProperty('disabled', true);
  fireEvent.click(screen.getByLabelText('Leave out the line that cannot be read'));
  fireEvent.click(use);
  expect(taken()).toEqual(['p 0', 'p 1']);
});

it('shows the prompts that a format gives, with the space before the name that one chooses', () => {
  show(<Dialog notation="formats" present={0} />);
  paste('Formats and name pairs', 'To the shops, {} went with | Mary | John');
  expect(screen.getAllByText('To·the·shops,·John·went·with')).not.toEqual([]);
  fireEvent.click(screen.getByLabelText('Two, as in the notebook'));
  expect(screen.getAllByText('To·the·shops,··John·went·with')).toBeTruthy();
});

it('reads a dropped file, and says why another one cannot be read', async () => {
  show(<Dialog notation="csv" present={0} />);
  const drop = (name: string, bytes: Uint8Array): void => {
    const file = { name, size: bytes.length, arrayBuffer: async () => bytes.buffer };
    fireEvent.drop(screen.getByLabelText('CSV'), { dataTransfer: { files: [file] } });
  };
  drop('pairs.xlsx', new Uint8Array([0x50, 0x4b, 0xff, 0]));
  expect(await screen.findByText(/pairs.xlsx is not UTF-8 text/)).toBeTruthy();
  drop('pairs.csv', new TextEncoder().encode(csv(2)));
  expect(await screen.findByText('2 pairs read.')).toBeTruthy();
  expect(screen.queryByText(/not UTF-8/)).toBeNull();
});
