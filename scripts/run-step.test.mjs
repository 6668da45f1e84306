import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { runStep } from './run-step.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-step-'));
const [input, output] = ['input', 'output'].map((name) => path.join(folder, name));
beforeEach(() => void vi.spyOn(console, 'log').mockReturnValue());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Builds the output, or is killed after a part of it. */
function build(text, isKilled = false) {
  writeFileSync(input, text);
  const work = async () => {
    writeFileSync(output, `built from ${text}`);
    if (isKilled) throw new Error('killed');
  };
  return runStep('build', 'Building', [input], output, work, path.join(folder, 'stamps'));
}

it('does the work again when the inputs change or the output is missing, and only then', async () => {
  await build('a');
  writeFileSync(output, 'kept');
  await build('a');
  expect(readFileSync(output, 'utf8')).toBe('kept');
  await build('b');
  expect(readFileSync(output, 'utf8')).toBe('built from b');
  rmSync(output);
  await build('b');
  expect(readFileSync(output, 'utf8')).toBe('built from b');
});

it('does not take what killed work left for the output of earlier inputs', async () => {
  await build('a');
  await expect(build('b', true)).rejects.toThrow('killed');
  await build('a');
  expect(readFileSync(output, 'utf8')).toBe('built from a');
});
