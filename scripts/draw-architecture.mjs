/**
 * Draws the folders and their imports as Mermaid diagrams in docs/architecture.md.
 *
 * The diagrams come from the import statements, so they cannot disagree with the code. A test compares the file with the
 * code; `npm run docs:architecture` updates it.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const DOCUMENT = 'docs/architecture.md';
const ROOTS = ['app', 'components', 'domain', 'server'];
/** Folders that are not part of the running site. */
const SKIPPED = new Set(['generated', 'fixtures', 'testing', 'golden']);
/** Imported by almost every folder; arrows to them would hide the others. */
const SHARED = new Set(['domain', 'components/generated', 'server']);

/**
 * One diagram of docs/architecture.md: which folders are nodes, and which folders are left out.
 *
 * `nameNode` maps a source file to its node, or to null when the diagram does not show it.
 */
const DIAGRAMS = {
  site: (file) => {
    if (file.startsWith('server/engine/')) return 'server/engine';
    return findFolder(file, file.startsWith('server/') ? 2 : 1);
  },
  engine: (file) => (file.startsWith('server/engine/') ? findFolder(file, 3) : null),
  components: (file) => (file.startsWith('components/') ? findFolder(file, 2) : null),
};

/** The first `depth` folders of a path. Files directly in a higher folder belong to that folder. */
function findFolder(file, depth) {
  return path.posix.dirname(file).split('/').slice(0, depth).join('/');
}

/** TypeScript sources of the site, as paths from the root with forward slashes. */
export function listSources(root = '.') {
  return ROOTS.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
      .filter((file) => !file.split('/').some((part) => SKIPPED.has(part))),
  ).toSorted(compare);
}

/**
 * The relative imports of a TypeScript source.
 *
 * @returns targets as paths from the root without extension; `isType` marks imports that the compiler erases.
 */
export function readImports(file, text) {
  const found = [];
  const add = (specifier, isType) =>
    found.push({ target: path.posix.join(path.posix.dirname(file), specifier), isType });
  for (const [, clause, specifier] of text.matchAll(/^(?:import|export)\s([^;'"]*?)from\s'(\.[^']*)'/gm)) {
    add(specifier, isErased(clause));
  }
  for (const [, specifier] of text.matchAll(/(?:\bimport\(|^import )'(\.[^']*)'/gm)) add(specifier, false);
  return found;
}

/** Whether an import clause names types only. */
function isErased(clause) {
  if (/^type\s/.test(clause)) return true;
  const names = /^\{([^]*)\}\s*$/.exec(clause.trim())?.[1];
  return (
    names !== undefined && names.split(',').every((name) => name.trim() === '' || /^\s*type\s/.test(name))
  );
}

/**
 * Imports between the nodes of a diagram.
 *
 * @returns `from`, `to`, and whether only types are imported; sorted.
 */
export function findEdges(nameNode, root = '.') {
  const edges = new Map();
  for (const file of listSources(root)) {
    const from = nameNode(file);
    if (from === null) continue;
    for (const { target, isType } of readImports(file, readFileSync(path.join(root, file), 'utf8'))) {
      const to = nameNode(`${target}.ts`);
      if (to === null || to === from || target.split('/').some((part) => SKIPPED.has(part))) continue;
      const key = `${from} ${to}`;
      edges.set(key, { from, to, isType: isType && (edges.get(key)?.isType ?? true) });
    }
  }
  return [...edges.values()].toSorted((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
}

/** Groups of nodes that import each other, directly or through others; types count too. */
export function findLoops(edges) {
  const reach = new Map(edges.map(({ from }) => [from, findReachable(edges, from)]));
  const groups = [];
  for (const node of [...reach.keys()].toSorted(compare)) {
    if (!reach.get(node).has(node)) continue;
    const group = groups.find(([first]) => reach.get(first).has(node) && reach.get(node).has(first));
    if (group) group.push(node);
    else groups.push([node]);
  }
  return groups;
}

/** Nodes that `start` imports, directly or through others. */
function findReachable(edges, start) {
  const seen = new Set();
  const open = [start];
  while (open.length > 0) {
    const at = open.pop();
    for (const { from, to } of edges) {
      if (from !== at || seen.has(to)) continue;
      seen.add(to);
      open.push(to);
    }
  }
  return seen;
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Nodes and arrows as a Mermaid block. Dotted arrows are type imports. */
function drawDiagram(nameNode, root) {
  const edges = findEdges(nameNode, root).filter(({ to }) => !SHARED.has(to));
  const names = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].toSorted(compare);
  const identify = (name) => name.replaceAll(/\W/g, '_');
  return [
    '```mermaid',
    'flowchart LR',
    ...names.map((name) => `  ${identify(name)}["${name === 'server' ? 'server/*.ts' : name}"]`),
    ...edges.map(({ from, to, isType }) => `  ${identify(from)} ${isType ? '-.->' : '-->'} ${identify(to)}`),
    '```',
  ].join('\n');
}

/** The document with its diagrams replaced by those of the present imports. */
export function drawDocument(text, root = '.') {
  return text.replaceAll(
    /(<!-- diagram (\w+)[^>]*-->)[^]*?(<!-- end -->)/g,
    (_all, start, name, end) => `${start}\n\n${drawDiagram(DIAGRAMS[name], root)}\n\n${end}`,
  );
}

/** Edges of one diagram of the document. */
export function findDiagramEdges(name, root = '.') {
  return findEdges(DIAGRAMS[name], root);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(DOCUMENT, drawDocument(readFileSync(DOCUMENT, 'utf8')));
  console.log(`Updated ${DOCUMENT}.`);
}
