/** Metrics and traces reach their libraries through this folder only, so that a counter is one call elsewhere. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const FOLDERS = ['app', 'components', 'domain', 'server'];
const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('generated'))
    .map((name) => path.posix.join(folder, name)),
);

it.each([
  ['prom-client', ['server/observability/metrics/']],
  // The scope of a request carries its span.
  ['@opentelemetry/', ['server/observability/', 'server/scope.ts']],
])('%s is imported in %s', (library, places) => {
  const importing = files.filter((file) => readFileSync(file, 'utf8').includes(`from '${library}`));
  expect(importing.length).toBeGreaterThan(0);
  expect(importing.filter((file) => !places.some((place) => file.startsWith(place)))).toEqual([]);
});
