/** The catalogue shows something of every folder of components. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = 'components';

/** Folders whose components the catalogue cannot show, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  apollo: 'It provides the API and draws nothing.',
  explorer: 'GraphiQL, which draws itself with workers and styles of its own.',
  'plot/maximise': 'The frame of maximised plots: stories of heatmaps and of the inspector open it.',
};

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).map((file) =>
  file.split(path.sep).join('/'),
);
const isStory = (file: string): boolean => file.endsWith('.stories.tsx');
const isComponent = (file: string): boolean =>
  /^[A-Z]\w*\.tsx$/.test(path.posix.basename(file)) && !/\.(?:stories|test)\.tsx$/.test(file);
const findFolder = (file: string): string => path.posix.dirname(file);

/** Folders of the components that a story shows. */
function listShown(story: string): string[] {
  const text = readFileSync(path.join(ROOT, story), 'utf8');
  const imported = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, source]) =>
    path.posix.join(findFolder(story), source!),
  );
  return imported.filter((source) => isComponent(`${source}.tsx`)).map(findFolder);
}

const folders = [...new Set(files.filter(isComponent).map(findFolder))];
const shown = new Set(files.filter(isStory).flatMap(listShown));

it('has a story of every folder of components, or says why not', () => {
  expect(folders.length).toBeGreaterThan(40);
  expect(folders.filter((folder) => !shown.has(folder) && !(folder in LEFT_OUT))).toEqual([]);
});

it('leaves out no folder that has stories, and none that does not exist', () => {
  expect(Object.keys(LEFT_OUT).filter((folder) => shown.has(folder) || !folders.includes(folder))).toEqual(
    [],
  );
});
