// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { GuestRunNotice_QueryFragment } from '../generated/graphql';
import { GuestRunNotice } from './GuestRunNotice';

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(role: 'GUEST' | 'MEMBER' | null, guestRunDays: number, signUp = true): string {
  const viewer: GuestRunNotice_QueryFragment['viewer'] = role === null ? null : { id: 'u', role };
  render(
    <MantineProvider>
      <main>
        <GuestRunNotice site={{ viewer, signInOptions: { signUp, guestRunDays } }} />
      </main>
    </MantineProvider>,
  );
  return screen.getByRole('main').textContent;
}

const SENTENCE = 'Private runs of guests are deleted after 90 days without a visit.';

it.each([
  ['a guest', 'GUEST', 90, true, `${SENTENCE} Sign up to keep them.`],
  ['a guest where nobody signs up', 'GUEST', 90, false, SENTENCE],
  ['a guest whose runs are kept', 'GUEST', 0, true, ''],
  ['a member', 'MEMBER', 90, true, ''],
  ['a visitor', null, 90, true, ''],
] as const)('tells %s what becomes of runs', (_, role, days, signUp, expected) => {
  expect(show(role, days, signUp)).toBe(expected);
});
