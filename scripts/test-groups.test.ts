import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { HEAVY_ISOLATED_TESTS, HEAVY_TESTS, INTEGRATION_TESTS } from './test-groups.ts';

it.each([...INTEGRATION_TESTS, ...HEAVY_TESTS, ...HEAVY_ISOLATED_TESTS])(
  '%s matches a test file',
  (pattern) => {
    const files = readdirSync(path.dirname(pattern));
    // Only `*` and `{a,b}` in the name of the file are used.
    const names = /\{(.*)\}/.exec(pattern)?.[1]?.split(',') ?? [''];
    for (const name of names) {
      const wanted = path.basename(pattern).replace(/\{.*\}/, name);
      const [start = '', end = ''] = wanted.includes('*') ? wanted.split('*') : [wanted, ''];
      const found = files.filter(
        (file) => file.startsWith(start) && file.endsWith(end) && /\.test\.tsx?$/.test(file),
      );
      expect(found, wanted).not.toEqual([]);
    }
  },
);
