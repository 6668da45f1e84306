import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { childEnvironment } from '../config';
import { readOrMakeSecret } from './secret-file';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'patchbay-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const secretFile = (): string => path.join(folder, 'secret');

it('makes a secret once, for its owner only, and keeps it', () => {
  const first = readOrMakeSecret(secretFile());
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(readOrMakeSecret(secretFile())).toBe(first);
  expect(statSync(secretFile()).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['secret']);
});

it.each([
  ['an empty file, as a full disk leaves it', ''],
  ['a part of a secret', 'f'.repeat(31)],
  ['NULs, as a power cut leaves them', '\0'.repeat(64)],
  ['white space', ' \n'.repeat(40)],
])('makes %s anew', (_, content) => {
  writeFileSync(secretFile(), content, { mode: 0o644 });
  const made = readOrMakeSecret(secretFile());
  expect(made).toMatch(/^[0-9a-f]{64}$/);
  expect(readFileSync(secretFile(), 'utf8')).toBe(made);
  expect(statSync(secretFile()).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['secret']);
});

it('keeps a secret that somebody wrote by hand, with its line feed', () => {
  writeFileSync(secretFile(), `${'h'.repeat(40)}\n`);
  expect(readOrMakeSecret(secretFile())).toBe('h'.repeat(40));
});

it.each([
  ['no file', null],
  ['an empty file', ''],
])('gives processes that start at once the same secret, from %s', async (_, content) => {
  if (content !== null) writeFileSync(secretFile(), content);
  const secrets = await Promise.all(Array.from({ length: 4 }, () => readInProcess(secretFile())));
  expect(new Set(secrets).size).toBe(1);
  expect(secrets[0]).toBe(readFileSync(secretFile(), 'utf8'));
  expect(secrets[0]).toMatch(/^[0-9a-f]{64}$/);
});

/** What another process reads or makes. */
function readInProcess(file: string): Promise<string> {
  const source = `import { readOrMakeSecret } from './server/accounts/secret-file.ts';
    process.stdout.write(readOrMakeSecret(${JSON.stringify(file)}));`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
    env: childEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`exit code ${code}`))));
  });
}
