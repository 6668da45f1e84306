import { expect, it } from 'vitest';
import { readPathState, writePathState, type PathState } from './path-state';
import { cutPath, extendPath, formatChain, listSenders, readPath, writePath } from './path-steps';

const MODEL = { layers: 12, heads: 12 };
const DEFAULTS = { directions: ['DENOISING' as const], model: MODEL };
const HEAD = (layer: number, head: number) => ({ layer, head });

it('writes and reads a chain of steps', () => {
  const first = extendPath([], null, [HEAD(9, 9), HEAD(9, 6)]);
  const steps = extendPath(first, 'q', [HEAD(7, 3)]);
  expect(writePath(steps)).toBe('L9H9_L9H6.q~L7H3');
  expect(readPath('L9H9_L9H6.q~L7H3', MODEL)).toEqual(steps);
  expect(formatChain(steps)).toBe('logits <- L9H9, L9H6 q <- L7H3');
  expect(cutPath(steps, 1)).toEqual(first);
  expect(cutPath(steps, 0)).toEqual([]);
});

it.each([
  ['', ''],
  ['L9H9.q', 'L9H9'],
  // The step after one without an input has no place in the chain.
  ['L9H9~L7H3', 'L9H9'],
  ['L9H9.q~L12H0', 'L9H9'],
  ['L9H12', ''],
  ['L9H9_L9H9', ''],
  ['L9H9.z~L1H1', ''],
  ['<script>', ''],
])('reads the address %j as %j', (text, expected) => {
  expect(writePath(readPath(text, MODEL))).toBe(expected);
});

it('lists the heads before the deepest receiver as senders', () => {
  expect(listSenders([], MODEL)).toHaveLength(144);
  expect(listSenders([HEAD(0, 3)], MODEL)).toEqual([]);
  const senders = listSenders([HEAD(1, 0), HEAD(2, 5)], MODEL);
  expect(senders).toHaveLength(24);
  expect(senders.at(-1)).toEqual(HEAD(1, 11));
});

it('writes what differs from the defaults, and keeps other parameters', () => {
  const usual = readPathState(new URLSearchParams(), DEFAULTS);
  expect(writePathState(usual, DEFAULTS)).toBe('');
  const state: PathState = {
    steps: extendPath([], null, [HEAD(9, 9)]),
    direction: 'NOISING',
    metric: 'LOG_PROB',
    mlps: 'FROZEN',
    layerNorm: 'FROZEN',
    value: 'raw',
    scale: 'PuOr',
    focus: { side: 'from', layer: 3, head: 2 },
  };
  const written = writePathState(state, DEFAULTS, 'other=1');
  expect(written).toBe(
    'other=1&to=L9H9&direction=noising&metric=log_prob&mlps=frozen&norm=frozen&view=value&scale=PuOr&edges=from%3AL3H2',
  );
  expect(readPathState(new URLSearchParams(written), DEFAULTS)).toEqual(state);
});
