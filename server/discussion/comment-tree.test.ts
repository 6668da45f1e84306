import { expect, it } from 'vitest';
import { formatMention } from '../../domain/mention';
import { decodeCommentTree } from '../gallery/stored-summary-tree';
import { excerptTree, listMentions, parseComment, showMentions } from './comment-tree';

it('reads mentions as the id that they are bound to, and shows present names', async () => {
  const text = `Hello ${formatMention('Old *name*', 'u1')}, **and ${formatMention('B', 'u2')}**, \`${formatMention('C', 'u3')}\`, ${formatMention('Gone', 'u4')}.`;
  const tree = await parseComment(text);
  expect(decodeCommentTree(JSON.stringify(tree))).toEqual(tree);
  expect(listMentions(tree)).toEqual(['u1', 'u2', 'u4']);
  const shown = JSON.stringify(showMentions(tree, (id) => ({ u1: 'New', u2: 'B' })[id] ?? null));
  expect(shown).toContain(
    '{"type":"link","url":"/people/u1","title":null,"children":[{"type":"text","value":"@New"}]}',
  );
  expect(shown).toContain('"@unknown user"');
  expect(shown).not.toMatch(/mention:|Old/);
});

it('makes no mention of other links, and none can be forged by an address', async () => {
  const tree = await parseComment('@[a](https://example.org/) [b](u1) @[c](mention:u1) <mention:u2>');
  expect(listMentions(tree)).toEqual([]);
  expect(JSON.stringify(tree)).not.toContain('"url":"mention:');
});

it('drops raw HTML and links that could run something', async () => {
  const tree = JSON.stringify(
    await parseComment('<script>alert(1)</script> [x](javascript:alert(1)) <b>bold</b>'),
  );
  expect(tree).not.toMatch(/<script|javascript|<b>/);
});

it('refuses a text that nests too deep, with the field of the comment', async () => {
  await expect(parseComment('> '.repeat(60) + 'x')).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    details: { issues: [{ path: 'text', message: expect.stringMatching(/^The comment nests/) }] },
  });
});

it('makes an excerpt of one line', async () => {
  const tree = await parseComment('# A\n\n**b** `c`\n\n- d\n- e');
  expect(excerptTree(tree, 100)).toBe('A b c d e');
  expect(excerptTree(tree, 4)).toBe('A b…');
});

it('shows the source of formulas in an excerpt', async () => {
  const tree = await parseComment('A $x_1$ and $\\nothing$:\n\n$$\ny\n$$');
  expect(excerptTree(tree, 100)).toBe('A $x_1$ and $\\nothing$: $$y$$');
});
