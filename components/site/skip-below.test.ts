// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { skipBelow } from './skip-below';

/** Places elements, which jsdom does not lay out. */
function place(tops: Readonly<Record<string, number>>): void {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(function (this: HTMLElement) {
    return { top: tops[this.id] ?? 0, width: 400, height: 300 } as DOMRect;
  });
}

const skipped = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('main *')]
    .filter(({ style }) => style.contentVisibility === 'hidden')
    .map(({ id }) => id);

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = `<main>
    <section id="first"></section>
    <section id="below" style="padding: 10px 20px"><article id="inner"></article></section>
    <section id="focused"><input></section>
    <section id="last"></section>
  </main>`;
});
afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('skips the outermost parts below the window in their sizes, but not the one with the focus', () => {
  place({ first: 10, below: 2000, inner: 2010, focused: 3000, last: 4000 });
  document.querySelector('input')!.focus();
  skipBelow();
  expect(skipped()).toEqual(['below', 'last']);
  expect(document.querySelector<HTMLElement>('#below')!.style.containIntrinsicSize).toBe('360px 280px');
});

it('shows them after the frame, one after the other', () => {
  place({ first: 10, below: 2000, inner: 2010, focused: 3000, last: 4000 });
  skipBelow();
  vi.advanceTimersToNextFrame();
  expect(skipped()).toEqual(['below', 'focused', 'last']);
  vi.advanceTimersToNextTimer();
  expect(skipped()).toEqual(['focused', 'last']);
  vi.runAllTimers();
  expect(skipped()).toEqual([]);
});

it('does nothing where all is in view', () => {
  place({});
  skipBelow();
  expect(skipped()).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
