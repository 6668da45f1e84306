import { expect, it } from 'vitest';
import { TextError } from '../../domain/text-error';
import type { Referable } from '../gallery/references';
import { readCell } from './read-cell';

const RUN: Pick<Referable, 'sweeps'> = {
  sweeps: [
    { kind: 'HEAD_Z', axes: ['layer', 'head'], shape: [2, 4] },
    { kind: 'RESID_PRE', axes: ['layer', 'position'], shape: [2, 8] },
  ],
};

it.each([
  ['HEAD_Z:1:3', 'HEAD_Z:1:3'],
  ['z[1.3]', 'HEAD_Z:1:3'],
  [' L1H3 ', 'HEAD_Z:1:3'],
  ['[[L1H3]]', 'HEAD_Z:1:3'],
  ['resid_pre[1, END]', 'RESID_PRE:1:7'],
  ['L1 p5', 'RESID_PRE:1:5'],
  ['L1 @ 5', 'RESID_PRE:1:5'],
])('reads %j', (text, address) => {
  expect(readCell(text, RUN)).toBe(address);
});

it.each([
  '',
  'x',
  'HEAD_Z:2:0',
  'HEAD_Z:1',
  'HEAD_Q:1:3',
  'z[1.*]',
  'z[1.3 | raw]',
  'q[1.3]',
  'z[9.9]',
  'L1H9',
  'L1H3 p2',
  'z['.repeat(60),
])('refuses %j with what to write', (text) => {
  expect(() => readCell(text, RUN)).toThrow(TextError);
});
