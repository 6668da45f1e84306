import { expect, it } from 'vitest';
import { BadFlag, parseFlags, readLoadFlags } from './flags';

it('reads modes and what goes with them', () => {
  expect(parseFlags([]).mode).toBe('notebook');
  expect(parseFlags(['--scaling']).mode).toBe('scaling');
  expect(parseFlags(['--peer'])).toEqual({ mode: 'peer', peer: { isLong: false, cells: 24 } });
  expect(
    parseFlags(['--peer', '--long', '--cells', 'all', '--kinds', 'HEAD_Z,HEAD_V', '--sets=notebook']).peer,
  ).toEqual({ isLong: true, cells: Infinity, kinds: ['HEAD_Z', 'HEAD_V'], sets: ['notebook'] });
});

it.each([
  [['--pear'], /--pear/],
  [['notebook'], /notebook/],
  [['--peer', '--scaling'], /one of them/],
  [['--long'], /--long goes with --peer/],
  [['--cells', '30'], /--cells goes with --peer/],
  [['--peer', '--cells', 'many'], /not 'many'/],
  [['--peer', '--cells', '2.5'], /not '2.5'/],
  [['--peer', '--cells', '0'], /not '0'/],
])('refuses %j', (argv, message) => {
  expect(() => parseFlags(argv)).toThrow(BadFlag);
  expect(() => parseFlags(argv)).toThrow(message);
});

it('reads what a load is asked for', () => {
  expect(readLoadFlags([])).toEqual({ seconds: 60, runs: 1000 });
  expect(readLoadFlags(['--seconds', '5', '--runs=20'])).toEqual({ seconds: 5, runs: 20 });
  expect(() => readLoadFlags(['--runs', 'many'])).toThrow(/--runs .*'many'/);
  expect(() => readLoadFlags(['--guests', '3'])).toThrow(BadFlag);
});
