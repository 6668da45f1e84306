/**
 * The catalogue shows every component: each is imported by a story, directly or through what the story shows. A component that
 * opens a dialog is imported by a story itself, because showing the page around it does not open the dialog.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = 'components';

/** Components that the catalogue cannot show, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'apollo/ApolloProvider.tsx': 'It provides the API and draws nothing.',
  'apollo/LateApolloProvider.tsx': 'It provides the API and draws nothing.',
  'embed/RunPreviewImage.tsx': 'It is the picture of a finding with other texts; e2e/share.spec.ts reads it.',
  'explorer/Explorer.tsx': 'It loads GraphiQL.',
  'explorer/GraphiqlExplorer.tsx': 'GraphiQL draws itself with workers and styles of its own.',
  'site/Providers.tsx': 'It provides the theme, which the catalogue sets for each story.',
};

/** Components that open a dialog, and the component by which a story opens it. */
const OPENED_BY: Readonly<Record<string, string>> = {
  'finding/discussion/CommentActions.tsx': 'finding/discussion/CommentView.tsx',
  'finding/discussion/CommentHistory.tsx': 'finding/discussion/CommentView.tsx',
  'palette/Palette.tsx': 'palette/SiteDialogs.tsx',
  'plot/maximise/MaximisedPanel.tsx': 'plot/heatmap/Heatmap.tsx',
};

const texts = new Map(
  readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => [file.split(path.sep).join('/'), readFileSync(path.join(ROOT, file), 'utf8')]),
);
const stories = [...texts.keys()].filter((file) => file.endsWith('.stories.tsx'));
const components = [...texts.keys()].filter(
  (file) =>
    /(?<!\.stories|\.test|\btesting|^testing\/.*)\.tsx$/.test(file) &&
    /^export (?:default )?(?:async )?(?:function|const) [A-Z]\w*[a-z]/m.test(texts.get(file)!),
);

/** Modules that a module imports, at once or later; types are left out. */
function listImported(file: string): string[] {
  const sources = texts
    .get(file)!
    .matchAll(/^(?:import|export)\b(?! type\b)[^;]*? from '(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm);
  return [...sources].flatMap(([, atOnce, later]) => {
    const target = path.posix.join(path.posix.dirname(file), (atOnce ?? later)!);
    return [`${target}.tsx`, `${target}.ts`].filter((name) => texts.has(name));
  });
}

const direct = new Set(stories.flatMap(listImported));
const shown = new Set(stories);
for (const file of shown) for (const imported of listImported(file)) shown.add(imported);

it('shows every component, or says why not', () => {
  expect(components.length).toBeGreaterThan(340);
  expect(components.filter((file) => !shown.has(file) && !(file in LEFT_OUT))).toEqual([]);
});

it('imports what opens a dialog by a story', () => {
  const opening = components.filter((file) =>
    /<(?:Dialog|ConfirmDialog|ReasonDialog)\b[^>]/.test(texts.get(file)!),
  );
  expect(opening.length).toBeGreaterThan(20);
  expect(opening.filter((file) => !direct.has(OPENED_BY[file] ?? file))).toEqual([]);
  expect(Object.keys(OPENED_BY).filter((file) => !opening.includes(file) || direct.has(file))).toEqual([]);
});

it('leaves out no component that is shown, and none that does not exist', () => {
  expect(Object.keys(LEFT_OUT).filter((file) => shown.has(file) || !components.includes(file))).toEqual([]);
});
