import { expect, it } from 'vitest';
import { toBibtex, toCitationCff } from './citation';

const ORIGIN = 'https://patchbay.example';
const finding = {
  slug: 'name-movers',
  title: 'Heads 9.9 & 10.0: 50% of the effect',
  author: { id: 'u1', name: 'Ada {L}' },
  createdAt: '2026-11-25T10:00:00.000Z',
  editedAt: null,
  tags: ['ioi'],
};

it('writes a BibTeX entry whose text cannot leave its field', () => {
  expect(toBibtex({ ...finding, version: 3 }, ORIGIN)).toBe(`@misc{patchbay:name-movers:3,
  author = {{Ada \\{L\\}}},
  title = {{Heads 9.9 \\& 10.0: 50\\% of the effect}},
  year = {2026},
  month = {11},
  howpublished = {Patchbay finding, version 3},
  url = {https://patchbay.example/findings/name-movers@3}
}
`);
  const hostile = toBibtex({ ...finding, title: 'a}}\n}@string{x="\\input{/etc/passwd}"' }, ORIGIN);
  expect(hostile).toContain('title = {{a\\}\\} \\}@string\\{x="\\textbackslash{}input\\{/etc/passwd\\}"}}');
  expect(hostile.split('\n')).toHaveLength(9);
});

it('names the site where the author has no name of their own', () => {
  const guest = { ...finding, author: { id: '0181abcd', name: 'Guest 0181' } };
  expect(toBibtex(guest, ORIGIN)).toContain('author = {{Patchbay}}');
  expect(toCitationCff(guest, ORIGIN)).toContain('  - name: "Patchbay"');
});

it('writes a CITATION.cff in which every text is a quoted string', () => {
  const text = toCitationCff(
    {
      ...finding,
      title: 'a"\nauthors: !!js/function\u2028',
      editedAt: '2026-11-26T08:00:00.000Z',
      version: 2,
    },
    ORIGIN,
  );
  expect(text.split('\n')).toEqual([
    'cff-version: 1.2.0',
    'message: "If you use this finding, please cite this version of it."',
    'type: dataset',
    String.raw`title: "a\"\nauthors: !!js/function\u2028"`,
    'authors:',
    '  - name: "Ada {L}"',
    'version: "2"',
    'date-released: "2026-11-26"',
    'url: "https://patchbay.example/findings/name-movers@2"',
    'keywords:',
    '  - "activation patching"',
    '  - "mechanistic interpretability"',
    '  - "ioi"',
    '',
  ]);
});
