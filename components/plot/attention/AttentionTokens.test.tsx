// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../../testing/render';
import type { TokenLike } from '../../tokens/token-text';
import { AttentionTokens } from './AttentionTokens';
import { createFocusStore } from './focus-store';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const TOKENS = ['<|endoftext|>', ' John', ' to'].map((text, id) => ({ id, text }));
const VALUES = Float32Array.of(1, NaN, NaN, 0.75, 0.25, NaN, 0.1, 0.6, 0.3);

function show(shown: readonly TokenLike[] = TOKENS, values = VALUES) {
  // Draws at once.
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => {
    draw();
    return 0;
  });
  const focus = createFocusStore(shown.length);
  renderInPage(
    <AttentionTokens
      title="L1H2, clean"
      tokens={shown}
      values={values}
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

it('follows the row that is read in a matrix, once the pointer rests', () => {
  vi.useFakeTimers();
  const { focus, read } = show();
  focus.change({ at: { row: 0, column: 0 } });
  focus.change({ at: { row: 1, column: 0 } });
  expect(read()).toMatch(/^·to 2/);
  vi.runAllTimers();
  expect(read()).toMatch(/^·John 1/);
  vi.useRealTimers();
});

it('follows a token that is hovered in the other prompt, once the pointer rests', () => {
  vi.useFakeTimers();
  const { focus, read } = show();
  focus.change({ at: { row: 1, column: null } });
  expect(read()).toMatch(/^·to 2/);
  vi.runAllTimers();
  expect(read()).toMatch(/^·John 1/);
  vi.useRealTimers();
});

it('reads no sizes while rows change, which would lay out the page', () => {
  const { list, tokens, read } = show();
  const size = vi.spyOn(list, 'clientHeight', 'get');
  const top = vi.spyOn(list, 'scrollTop', 'get');
  fireEvent.pointerOver(tokens[1]!);
  expect(read()).toMatch(/^·John 1/);
  expect(size).not.toHaveBeenCalled();
  expect(top).not.toHaveBeenCalled();
});

it('shades only the tokens in view, the others when they are scrolled to', async () => {
  // 1,000 tokens, 10 in each line of 22 pixels; the list shows 9 lines.
  const size = 1000;
  layOut({
    offsetTop: (element) => 22 * Math.floor(Number(element.dataset['index'] ?? 0) / 10),
    offsetHeight: () => 22,
    clientHeight: () => 200,
  });
  const values = Float32Array.from({ length: size * size }, (_, cell) => {
    const [dest, src] = [Math.floor(cell / size), cell % size];
    return src > dest ? NaN : ((13 * dest + 7 * src) % 100) / 100;
  });
  const { list, tokens } = show(
    Array.from({ length: size }, (_, id) => ({ id, text: ` w${id}` })),
    values,
  );
  const isShaded = (token: HTMLElement): boolean => token.style.backgroundColor !== '';
  expect(tokens.filter(isShaded).length).toBeLessThan(200);
  const changed = await countChanged(list, () => fireEvent.pointerOver(tokens[500]!));
  expect(changed).toBeGreaterThan(50);
  expect(changed).toBeLessThan(200);
  expect(isShaded(tokens[900]!)).toBe(false);
  list.scrollTop = 22 * 90;
  fireEvent.scroll(list);
  expect(isShaded(tokens[900]!)).toBe(true);
});

/** jsdom lays out nothing. */
function layOut(sizes: Record<string, (element: HTMLElement) => number>): void {
  for (const [name, size] of Object.entries(sizes))
    vi.spyOn(HTMLElement.prototype, name as 'offsetTop', 'get').mockImplementation(function (
      this: HTMLElement,
    ) {
      return size(this);
    });
}

/** Number of elements of a list that an action changes. */
async function countChanged(list: HTMLElement, act: () => unknown): Promise<number> {
  const changed = new Set<Node>();
  const observer = new MutationObserver((records) => records.forEach(({ target }) => changed.add(target)));
  observer.observe(list, { attributes: true, subtree: true });
  act();
  await Promise.resolve();
  observer.disconnect();
  return changed.size;
}
