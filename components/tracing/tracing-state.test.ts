import { expect, it } from 'vitest';
import { readPositions, readTracingState, writeTracingState, type TracingState } from './tracing-state';

const SIZES = { layers: 12, length: 16 };

it('writes what differs from the defaults, and keeps other parameters', () => {
  const usual = readTracingState(new URLSearchParams(), SIZES);
  expect(writeTracingState(usual)).toBe('');
  expect(usual).toMatchObject({ corruption: 'noise', positions: null, std: 3, samples: 10, layers: 1 });
  const state: TracingState = {
    corruption: 'noise',
    positions: [3, 4],
    std: 0.5,
    samples: 2,
    seed: 7,
    layers: 5,
    value: 'interaction',
    isStarted: true,
  };
  const written = writeTracingState(state, 'prefix=open');
  expect(written).toBe('prefix=open&at=3%2C4&std=0.5&samples=2&seed=7&layers=5&show=interaction&trace=1');
  expect(readTracingState(new URLSearchParams(written), SIZES)).toEqual(state);
});

it.each([
  'at=16',
  'at=x',
  'std=0',
  'std=-1',
  'samples=65',
  'samples=1.5',
  'layers=13',
  'show=sum',
  'show=__proto__',
  'trace=yes',
])('ignores %s', (query) => {
  const usual = readTracingState(new URLSearchParams(), SIZES);
  expect(readTracingState(new URLSearchParams(query), SIZES)).toEqual(usual);
});

it('reads positions as they are typed', () => {
  expect(readPositions(' 4, 3,4 ', 16)).toEqual([3, 4]);
  expect(readPositions('', 16)).toBeNull();
  expect(readPositions('3,,4', 16)).toBeNull();
});
