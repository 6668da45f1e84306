import { expect, it } from 'vitest';
import { pictureColumns, type Pictured } from './picture-columns';

const tokens = (length: number, last: string) =>
  Array.from({ length }, (_, at) => ({ id: at, text: at === length - 1 ? last : ` w${at}` }));

const labels = (columns: number, length: number): string[] =>
  pictureColumns(
    {
      kind: 'RESID_PRE',
      shape: [2, columns],
      clean: tokens(length, ' a'),
      corrupted: tokens(length, ' b'),
      differingPositions: [length - 1],
      alignment: null,
      directions: ['DENOISING'],
    } as unknown as Pictured,
    [],
  ).map(({ text }) => text);

it('names as many columns as there are', () => {
  expect(labels(3, 3)).toEqual(['·w0 0', '·w1 1', '·a 2']);
});

it('names the column of a folded beginning by its positions', () => {
  expect(labels(3, 130)).toEqual(['0–127', '·w128 128', '·a 129']);
});

it('leaves columns of several positions each without a name', () => {
  expect(labels(64, 130)).toEqual(Array.from({ length: 64 }, () => ''));
});
