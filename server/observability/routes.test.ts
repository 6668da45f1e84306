import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { methodLabel, findRoute, ROUTES } from './routes';

it('lists the routes of app', () => {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).map((file) => file.split(path.sep));
  const routes = files
    .filter((parts) => /^(page\.tsx|route\.tsx?)$/.test(parts.at(-1)!))
    .map(
      (parts) =>
        `/${parts
          .slice(0, -1)
          .filter((part) => !/^\(.*\)$/.test(part))
          .join('/')}`,
    );
  expect(routes.toSorted()).toEqual([...ROUTES].toSorted());
});

it('labels an address by its route', () => {
  expect(findRoute('/')).toBe('/');
  expect(findRoute('/runs/new')).toBe('/runs/new');
  expect(findRoute('/runs/8f3k-x?tab=heads#top')).toBe('/runs/[id]');
  expect(findRoute('/heads/gpt2/L9H9')).toBe('/heads/[model]/[head]');
  expect(findRoute('/api/auth/sign-in/email')).toBe('/api/auth/[...all]');
  expect(findRoute('/_next/static/chunks/a.js')).toBe('static');
});

it('gives addresses that nobody has written one label, so that requests cannot add series', () => {
  const labels = Array.from({ length: 500 }, (_, index) => findRoute(`/wp-admin/${index}.php`));
  expect(new Set(labels)).toEqual(new Set(['other']));
  expect(findRoute(`/runs/${'x'.repeat(10_000)}`)).toBe('other');
  expect([methodLabel('GET'), methodLabel('PROPFIND'), methodLabel()]).toEqual(['GET', 'other', 'other']);
});
