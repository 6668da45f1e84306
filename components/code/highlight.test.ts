import { expect, it } from 'vitest';
import { writeBibtex, writeLatexFigure } from '../plot/figure/paper/latex';
import { highlight, type CodeLanguage, type CodeRole } from './highlight';

const PYTHON = `"""Reads a run."""
import json

# The run.
N = 12
print(json.dumps({"id": "a"}))
`;
const BASH = `curl -s http://localhost/api/graphql -d '{"query":"{ me { id } }"}' # all`;
const GRAPHQL = `query Title($slug: String!) {\n  finding(slug: $slug, first: 3) {\n    title\n  }\n}`;
const LATEX = writeLatexFigure('a.pdf', '50% of \\ and {', {
  columns: 1,
  address: 'https://a.example/runs/b',
});
const BIBTEX = writeBibtex('The {name} movers', 'Ada', 'https://a.example/runs/b', '2026-01-02');
const HTML = '<iframe src="https://a.example" title="A &amp; b"></iframe>';

const SAMPLES: readonly [CodeLanguage, string][] = [
  ['python', PYTHON],
  ['bash', BASH],
  ['graphql', GRAPHQL],
  ['latex', LATEX],
  ['bibtex', BIBTEX],
  ['html', HTML],
];

/** Texts of a role. */
function pick(text: string, language: CodeLanguage, wanted: CodeRole): string[] {
  return highlight(text, language).flatMap(({ text: piece, role }) => (role === wanted ? [piece] : []));
}

it.each(SAMPLES)('keeps each character of %s, some of them in colour', (language, text) => {
  const pieces = highlight(text, language);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  expect(new Set(pieces.map(({ role }) => role)).size).toBeGreaterThanOrEqual(2);
});

it('tells keywords, strings, numbers and comments of a program', () => {
  expect(pick(PYTHON, 'python', 'keyword')).toEqual(['import', 'print']);
  expect(pick(PYTHON, 'python', 'string')).toEqual(['"""Reads a run."""', '"id"', '"a"']);
  expect(pick(PYTHON, 'python', 'number')).toEqual(['12']);
  expect(pick(PYTHON, 'python', 'comment')).toEqual(['# The run.']);
});

it('tells types, fields and values of a bibliography, whose values have braces and equals signs', () => {
  const entry = '@misc{patchbay:a,\n  title = {{A {B} = c, d}},\n  year = {2026}\n}\n';
  expect(pick(entry, 'bibtex', 'keyword')).toEqual(['@misc']);
  expect(pick(entry, 'bibtex', 'name')).toEqual(['title', 'year']);
  expect(pick(entry, 'bibtex', 'string')).toEqual(['{{A {B} = c, d}}', '{2026}']);
});
