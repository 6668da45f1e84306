import { describe, expect, it } from 'vitest';
import { isAdministrator, requireAdministrator } from './administrator';

const visitor = (headers: Partial<Record<string, string>>, userId: string | null = null) => ({
  userId,
  header: (name: string) => headers[name] ?? null,
});
const here = { host: '127.0.0.1:3000', 'x-forwarded-for': '127.0.0.1' };
const local = { administrators: null, host: '127.0.0.1' };

describe('without a list', () => {
  it.each([
    here,
    { host: 'localhost:3000', 'x-forwarded-for': '::1' },
    { host: '[::1]:3000', 'x-forwarded-for': '::ffff:127.0.0.1' },
  ])('whoever asks from this machine: %o', (headers) => {
    expect(isAdministrator(local, visitor(headers))).toBe(true);
  });

  it.each([
    { ...here, 'x-forwarded-for': '203.0.113.5' },
    { ...here, 'x-forwarded-for': '203.0.113.5, 127.0.0.1' },
    { host: '127.0.0.1:3000' },
    { ...here, host: 'patchbay.example.org' },
    { ...here, host: '127.0.0.1.example.org' },
    { 'x-forwarded-for': '127.0.0.1' },
  ])('nobody else: %o', (headers: Partial<Record<string, string>>) => {
    expect(isAdministrator(local, visitor(headers, 'somebody'))).toBe(false);
  });

  it('nobody at all once the site listens to the world, where headers are anybody’s', () => {
    expect(isAdministrator({ ...local, host: '0.0.0.0' }, visitor(here))).toBe(false);
  });
});

it('with a list, those on it, wherever they are, and nobody else', () => {
  const listed = { administrators: ['ann', 'bob'], host: '0.0.0.0' };
  expect(isAdministrator(listed, visitor({ host: 'example.org' }, 'ann'))).toBe(true);
  expect(isAdministrator({ ...listed, host: '127.0.0.1' }, visitor(here))).toBe(false);
  expect(isAdministrator(listed, visitor(here, 'eve'))).toBe(false);
  expect(() => requireAdministrator(listed, visitor(here, 'eve'))).toThrow(/adding eve to ADMINISTRATORS/);
});
