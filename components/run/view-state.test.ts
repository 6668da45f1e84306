import { expect, it } from 'vitest';
import { readViewState, writeViewState, type ViewState } from './view-state';

it('comes back from the address as it was', () => {
  const states: ViewState[] = [
    { isRaw: false, prompt: null, pinned: null, topHeads: 4, scale: 'RdBu' },
    { isRaw: true, prompt: 3, pinned: { kind: 'HEAD_Z', row: 9, column: 6 }, topHeads: 6, scale: 'PuOr' },
  ];
  for (const state of states)
    expect(readViewState(new URLSearchParams(writeViewState(state)), 8)).toEqual(state);
  expect(writeViewState(states[0]!)).toBe('');
});

it('survives nonsense', () => {
  const nonsense = new URLSearchParams('view=x&prompt=99&cell=HEAD_X:1:2&heads=-1&scale=toString');
  expect(writeViewState(readViewState(nonsense, 8))).toBe('');
});
