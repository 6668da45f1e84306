import { expect, it } from 'vitest';
import {
  BadFlag,
  parseFlags,
  readInteractionsFlags,
  readLoadFlags,
  readPairsFlags,
  readWorkersFlags,
} from './flags';

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

it('reads what workers are asked for', () => {
  expect(readWorkersFlags(['--counts', '1,4', '--speed=10'])).toEqual({
    pairs: 1024,
    counts: [1, 4],
    speed: 10,
  });
  expect(() => readWorkersFlags(['--pairs', '64'])).toThrow(/--pairs takes whole numbers from 65/);
});

it('reads what runs of many pairs are asked for', () => {
  expect(readPairsFlags([])).toMatchObject({ counts: [64, 1000], kinds: null, kills: 0, peer: false });
  expect(readPairsFlags(['--counts', '2000', '--kinds=HEAD_Z', '--kills', '2'])).toMatchObject({
    counts: [2000],
    kinds: ['HEAD_Z'],
    kills: 2,
  });
  expect(() => readPairsFlags(['--counts', '64,many'])).toThrow(/--counts .*'64,many'/);
  expect(() => readPairsFlags(['--kinds', 'HEAD_X'])).toThrow(/no sweep kind HEAD_X/);
  expect(() => readPairsFlags(['--repeats', '0'])).toThrow(BadFlag);
});

it('reads the pages whose interactions are measured', () => {
  const all = { only: null, isProcessorOnly: false, against: null, turns: 3 };
  expect(readInteractionsFlags([])).toEqual(all);
  expect(readInteractionsFlags(['--only', 'gallery,new run', '--processor'])).toEqual({
    ...all,
    only: ['gallery', 'new run'],
    isProcessorOnly: true,
  });
  expect(readInteractionsFlags(['--against', '../before', '--turns', '5'])).toEqual({
    ...all,
    against: '../before',
    turns: 5,
  });
  expect(() => readInteractionsFlags(['--page', 'gallery'])).toThrow(BadFlag);
  expect(() => readInteractionsFlags(['--turns', 'many'])).toThrow(/--turns .*'many'/);
});
