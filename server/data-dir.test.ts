import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepareDataDir } from './data-dir';

let parent = '';
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'patchbay-data-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const modeAfter = (folder: string): number => {
  prepareDataDir(folder);
  return statSync(folder).mode & 0o7777;
};
const folderWith = (mode: number, ...files: string[]): string => {
  const folder = path.join(parent, 'data');
  mkdirSync(folder);
  for (const file of files) writeFileSync(path.join(folder, file), '');
  chmodSync(folder, mode);
  return folder;
};

it('makes a folder for its owner only', () => {
  expect(modeAfter(path.join(parent, 'a', 'b'))).toBe(0o700);
});

it.each([[[]], [['patchbay.db', 'patchbay.db-wal']], [['session-secret']]])(
  'takes the rights of others off a folder of its own: %j',
  (files: string[]) => {
    expect(modeAfter(folderWith(0o755, ...files))).toBe(0o700);
  },
);

it('leaves a folder alone that serves other purposes', () => {
  expect(modeAfter(folderWith(0o755, 'letters.txt'))).toBe(0o755);
});

it('leaves a folder alone that all users share', () => {
  expect(modeAfter(folderWith(0o1777, 'session-secret'))).toBe(0o1777);
});
