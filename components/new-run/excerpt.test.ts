import { expect, it } from 'vitest';
import { excerptDifference } from './excerpt';

it('marks the words that differ', () => {
  const [a, b] = ['When John went, Mary gave it', 'When Anna went, Mary gave it'];
  expect(excerptDifference(a, b)).toEqual({
    before: 'When ',
    differing: 'John',
    after: ' went, Mary gave it',
  });
  expect(excerptDifference(b, a).differing).toBe('Anna');
});

it('takes whole words, also where letters are shared', () => {
  expect(excerptDifference('from 1762 to 17', 'from 1711 to 17').differing).toBe('1762');
  expect(excerptDifference('a cat sat', 'a cat').differing).toBe('cat sat');
});

it('cuts a long beginning, so that the difference is in view', () => {
  const start = 'When John and Mary went to the shops that are by the river, ';
  const { before, differing } = excerptDifference(`${start}John gave`, `${start}Mary gave`);
  expect(before).toBe('… are by the river, ');
  expect(differing).toBe('John');
});

it('shows line ends, and all of a text that differs from nothing', () => {
  expect(excerptDifference('a\nb', '')).toEqual({ before: 'a↵b', differing: '', after: '' });
  expect(excerptDifference('same', 'same').before).toBe('same');
});
