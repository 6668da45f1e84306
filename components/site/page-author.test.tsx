// @vitest-environment jsdom
import { cleanup } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../testing/render';
import { readPageAuthor } from '../../domain/page-author';
import { UserLink } from './UserLink';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it.each([
  ['the author that the page names', { id: 'u12345', name: 'Ada' }, true, 'Ada'],
  ['nobody, where the name is not for citations', { id: 'u12345', name: 'Ada' }, false, null],
  ['nobody, where a guest has no name', { id: 'u12345', name: 'Guest u123' }, true, null],
])('reads %s', (_, user, isCited, author) => {
  renderInPage(<UserLink {...{ user, isCited }} />);
  expect(readPageAuthor(document)).toBe(author);
});
