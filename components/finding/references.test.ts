import { expect, it } from 'vitest';
import { linkReferences } from './references';

it('links heads, layers and positions', () => {
  expect(linkReferences('[[L9H6]] reads [[l3 p12]] after [[L0]].')).toBe(
    '[L9H6](?cell=HEAD_Z:9:6) reads [L3 p12](?cell=RESID_PRE:3:12) after [L0](?cell=RESID_PRE:0:0).',
  );
});

it('links heads at a position', () => {
  expect(linkReferences('[[L9H6 p14]]')).toBe('[L9H6 p14](?cell=HEAD_Z_BY_POS:9:6:14)');
});

it('leaves everything else alone', () => {
  for (const text of ['[[name]]', '[L9H9]', '[[L9H9', 'L9H9', '[[L9999H1]]', '[[L9H6p14]]'])
    expect(linkReferences(text)).toBe(text);
});
