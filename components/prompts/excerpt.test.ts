import { expect, it } from 'vitest';
import { excerptDifference } from './excerpt';

it('marks the words that differ', () => {
  const [a, b] = ['When John went, Mary gave it', 'When Anna went, Mary gave it'];
  expect(excerptDifference(a, b)).toEqual({ before: 'When ', differing: 'John', after: ' went, …' });
  expect(excerptDifference(b, a).differing).toBe('Anna');
  expect(excerptDifference(a, b, 40).after).toBe(' went, Mary gave it');
});

it('takes whole words, also where letters are shared', () => {
  expect(excerptDifference('from 1762 to 17', 'from 1711 to 17').differing).toBe('1762');
  expect(excerptDifference('a cat sat', 'a cat').differing).toBe('cat sat');
});

it('cuts both sides at words, at the same places in both texts', () => {
  const start = 'When James and Martin went to the shops,  ';
  const [a, b] = [`${start}James gave a drink to`, `${start}Martin gave a drink to`];
  expect(excerptDifference(a, b)).toEqual({ before: '… shops,  ', differing: 'James', after: ' gave …' });
  expect(excerptDifference(b, a)).toEqual({ before: '… shops,  ', differing: 'Martin', after: ' gave …' });
  expect(excerptDifference(a, b, 60)).toEqual({
    before: '… and Martin went to the shops,  ',
    differing: 'James',
    after: ' gave a drink to',
  });
});

it('gives the room of a side that needs less to the other one', () => {
  expect(excerptDifference('The White House is where the', 'The Haunted House is where the')).toEqual({
    before: 'The ',
    differing: 'White',
    after: ' House …',
  });
  const start = 'It was late in the year when ';
  expect(excerptDifference(`${start}he`, `${start}she`).before).toBe('… the year when ');
});

it('shows a long difference whole, alone', () => {
  const [a, b] = ['Now the first of all of them is here', 'Now some other thing that differs is here'];
  expect(excerptDifference(a, b)).toEqual({
    before: '… ',
    differing: 'the first of all of them',
    after: ' …',
  });
});

it.each([
  ['When John and Mary went to the shops,  John gave the bag to', 'John', 'Mary'],
  ['The war lasted from the year 1762 to the year 17', '1762', '1711'],
])('cuts no word of %s', (text, word, with_) => {
  const at = text.lastIndexOf(word);
  const other = `${text.slice(0, at)}${with_}${text.slice(at + word.length)}`;
  const { before, differing, after } = excerptDifference(text, other);
  const words = [...before.split(' '), differing, ...after.split(' ')].filter(
    (one) => one !== '' && one !== '…',
  );
  expect(text.split(/\s+/)).toEqual(expect.arrayContaining(words));
  expect(before.length + differing.length + after.length).toBeLessThanOrEqual(26);
});

it('shows line ends, and all of a text that differs from nothing', () => {
  expect(excerptDifference('a\nb', '')).toEqual({ before: 'a↵b', differing: '', after: '' });
  expect(excerptDifference('same', 'same').before).toBe('same');
});
