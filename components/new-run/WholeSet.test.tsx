// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { completeBrowser, show } from './testing';
import { WholeSet } from './WholeSet';

const set = { id: 'abc@1', name: 'Names', indices: {}, pairCount: 100 };
const unusable = {
  given: 100,
  counts: [
    { reason: 'ANSWER_OF_SEVERAL_TOKENS' as const, count: 9 },
    { reason: 'UNEQUAL_LENGTHS' as const, count: 3 },
  ],
  pairs: [{ index: 4, reason: 'UNEQUAL_LENGTHS' as const, message: '8 and 9 tokens', clean: 'Mary said' }],
};
const onChange = vi.fn<(changed: object) => void>();
const onReadWhole = vi.fn<() => void>();
const onByRole = vi.fn<() => void>();
const rest = { isWhole: false, isByRole: false, onChange, onReadWhole, onByRole };

beforeEach(completeBrowser);
afterEach(() => {
  cleanup();
  onChange.mockClear();
});

it('offers the usable pairs beside what is wrong with the others', () => {
  show(<WholeSet set={{ ...set, usesAll: true }} listed={64} unusable={unusable} {...rest} />);
  expect(screen.getByRole('status').textContent).toContain(
    '12 of 100 pairs cannot be used in this run: 9 with answers of several tokens, 3 with prompts of unequal lengths.',
  );
  expect(screen.getByRole('row', { name: /5 8 and 9 tokens Mary said/ })).toBeDefined();
  expect(screen.getByText('and 11 more')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Use the 88 usable pairs' }));
  expect(onChange).toHaveBeenCalledWith({ ...set, usesAll: true, leavesOutUnusable: true });
});

it('says what is left out, and takes it back', () => {
  const chosen = { ...set, usesAll: true, leavesOutUnusable: true };
  show(<WholeSet set={chosen} listed={64} unusable={unusable} {...rest} />);
  expect(screen.getByRole('status').textContent).toContain('12 of 100 pairs left out: 9 with answers');
  fireEvent.click(screen.getByRole('button', { name: 'Leave out no pairs' }));
  expect(onChange).toHaveBeenCalledWith({ ...chosen, leavesOutUnusable: false });
});

it('offers nothing without a usable pair, nor for the pairs of the form', () => {
  const none = { ...unusable, given: 12 };
  show(<WholeSet set={{ ...set, usesAll: true }} listed={3} unusable={none} {...rest} />);
  expect(screen.queryByRole('button', { name: /Use the/ })).toBeNull();
  cleanup();
  show(<WholeSet set={set} listed={64} unusable={unusable} {...rest} />);
  expect(screen.queryByRole('status')).toBeNull();
});

it('offers to read answers of several tokens as a whole, until that is done', () => {
  const all = { ...set, usesAll: true };
  show(<WholeSet set={all} listed={64} unusable={unusable} {...rest} />);
  expect(screen.getByRole('status').textContent).toContain('9 pairs have an answer of several tokens');
  fireEvent.click(screen.getByRole('button', { name: 'Read answers as a whole' }));
  expect(onReadWhole).toHaveBeenCalledOnce();
  cleanup();
  show(<WholeSet set={all} listed={64} unusable={unusable} {...rest} isWhole />);
  expect(screen.queryByRole('button', { name: 'Read answers as a whole' })).toBeNull();
});

it('offers sweeps by role for pairs of other lengths, until they are chosen', () => {
  const all = { ...set, usesAll: true };
  show(<WholeSet set={all} listed={64} unusable={unusable} {...rest} />);
  expect(screen.getByRole('status').textContent).toContain('3 pairs have other numbers of tokens');
  fireEvent.click(screen.getByRole('button', { name: 'Sweep by role' }));
  expect(onByRole).toHaveBeenCalledOnce();
  cleanup();
  show(<WholeSet set={all} listed={64} unusable={unusable} {...rest} isByRole />);
  expect(screen.queryByRole('button', { name: 'Sweep by role' })).toBeNull();
});
