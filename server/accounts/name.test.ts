import { expect, it } from 'vitest';
import { checkName } from './name';

it('takes the spaces around and the runs of spaces within away', () => {
  expect(checkName('name', '  My \t notebook ', 60)).toBe('My notebook');
  expect(checkName('name', 'Ä 日本 😀 (2)', 11)).toBe('Ä 日本 😀 (2)');
});

it.each([
  ['', /empty/],
  [' \t ', /empty/],
  ['\u3164\u3164', /empty/],
  ['\u200b\u200b', /invisible characters/],
  ['a\0b', /invisible characters/],
  ['\ud800', /invisible characters/],
  ['n'.repeat(61), /61 characters long; up to 60/],
])('refuses %j', (name, message) => {
  expect(() => checkName('name', name, 60)).toThrow(message);
});
