import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawDocument, findDiagramEdges, findLoops, readImports } from './draw-architecture.mjs';

it('reads static, dynamic, re-exported and type imports', () => {
  const source = `import a, { b } from './a';
import type { C } from '../c/c';
import { type D } from './d';
import './e';
import { f } from 'package';
export { g } from './g';
const h = () => import('./h');
import {
  type I,
  j,
} from './i';`;
  expect(readImports('server/runs/x.ts', source)).toEqual([
    { target: 'server/runs/a', isType: false },
    { target: 'server/c/c', isType: true },
    { target: 'server/runs/d', isType: true },
    { target: 'server/runs/g', isType: false },
    { target: 'server/runs/i', isType: false },
    { target: 'server/runs/e', isType: false },
    { target: 'server/runs/h', isType: false },
  ]);
});

it('finds loops of folders', () => {
  const edge = (from, to) => ({ from, to, isType: false });
  expect(findLoops([edge('a', 'b'), edge('b', 'c'), edge('c', 'b'), edge('c', 'd')])).toEqual([['b', 'c']]);
  expect(findLoops([edge('a', 'b'), edge('b', 'c')])).toEqual([]);
});

describe('docs/architecture.md', () => {
  it('has the diagrams of the present imports', () => {
    const text = readFileSync('docs/architecture.md', 'utf8');
    expect(text.match(/```mermaid/g)).toHaveLength(3);
    expect(text, 'run `npm run docs:architecture`').toBe(drawDocument(text));
  });

  it.each(['site', 'engine', 'components'])('shows no loop of folders: %s', (diagram) => {
    // The files directly in server/ are leaves that every folder may use; db.ts opens what is in server/db.
    const edges = findDiagramEdges(diagram).filter(({ to }) => to !== 'server');
    expect(edges.length).toBeGreaterThan(10);
    expect(findLoops(edges)).toEqual([]);
  });
});
