import { expect, it } from 'vitest';
import { BadFlag, parseFlags } from './flags';

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
