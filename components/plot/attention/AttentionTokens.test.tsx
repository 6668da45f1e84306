// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../../testing/render';
import { AttentionTokens } from './AttentionTokens';
import { createFocusStore } from './focus-store';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const TOKENS = ['<|endoftext|>', ' John', ' to'].map((text, id) => ({ id, text }));
const VALUES = Float32Array.of(1, NaN, NaN, 0.75, 0.25, NaN, 0.1, 0.6, 0.3);

function show() {
  // Draws at once.
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => {
    draw();
    return 0;
  });
  const focus = createFocusStore(3);
  renderInPage(
    <AttentionTokens
      title="L1H2, clean"
      tokens={TOKENS}
      values={VALUES}
      limit={0.6}
      palette="attention"
      tone="light"
      marked={[1]}
      focus={focus}
    />,
  );
  const list = screen.getByRole('application');
  const tokens = [...list.children] as HTMLElement[];
  const read = (): string | null => screen.getByRole('status').textContent;
  return { focus, list, tokens, read };
}

it('shades the tokens that the last token attends to, at first', () => {
  const { tokens, read } = show();
  expect(read()).toBe('·to 2 attends to ·John 1 (0.60), ·to 2 (0.30), BOS 0 (0.10)');
  const [bos, john] = tokens.map(({ style }) => style.backgroundColor);
  expect(bos).not.toBe(john);
  expect(tokens[2]!.hasAttribute('data-focus')).toBe(true);
});

it('shades what a hovered token attends to; later tokens are left blank', () => {
  const { tokens, read, focus, list } = show();
  fireEvent.pointerOver(tokens[1]!);
  expect(read()).toBe('·John 1 attends to BOS 0 (0.75), ·John 1 (0.25)');
  expect(tokens[2]!.style.backgroundColor).toBe('transparent');
  expect(focus.read().at).toEqual({ row: 1, column: null });
  fireEvent.pointerLeave(list);
  expect(read()).toMatch(/^·to 2 attends to/);
});

it('keeps a clicked token, and moves by the arrow keys', () => {
  const { tokens, read, list } = show();
  fireEvent.pointerOver(tokens[1]!);
  fireEvent.click(tokens[1]!);
  fireEvent.pointerLeave(list);
  expect(read()).toMatch(/^·John 1 attends to/);
  fireEvent.keyDown(list, { key: 'ArrowLeft' });
  expect(read()).toBe('BOS 0 attends to BOS 0 (1.00)');
  fireEvent.keyDown(list, { key: 'End' });
  expect(read()).toMatch(/^·to 2/);
});

it('follows the row that is read in a matrix', () => {
  const { focus, read } = show();
  focus.change({ at: { row: 1, column: 0 } });
  expect(read()).toMatch(/^·John 1/);
});
