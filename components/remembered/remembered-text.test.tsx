// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { rememberText } from './remembered-text';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  localStorage.clear();
});

function show(key: string) {
  const text = rememberText(key);
  function Reader() {
    return <p>{text.use() ?? 'nothing'}</p>;
  }
  render(<Reader />);
  return text;
}

it('is read again when it changes, and is stored', () => {
  const text = show('a');
  expect(screen.getByText('nothing')).toBeDefined();
  act(() => text.write('rows'));
  expect(screen.getByText('rows')).toBeDefined();
  expect(localStorage.getItem('a')).toBe('rows');
});

it('follows another tab', () => {
  show('a');
  localStorage.setItem('a', 'linear');
  act(() => void window.dispatchEvent(new StorageEvent('storage', { key: 'a' })));
  expect(screen.getByText('linear')).toBeDefined();
});

it('holds on the page where storage is forbidden', () => {
  const forbid = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(forbid);
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(forbid);
  const text = show('a');
  act(() => text.write('rows'));
  expect(screen.getByText('rows')).toBeDefined();
});

it('holds a change where the storage is full', () => {
  localStorage.setItem('a', 'linear');
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  const text = show('a');
  act(() => text.write('rows'));
  expect(text.read()).toBe('rows');
});
