'use client';

import { useEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import type { PaletteName } from '../heatmap/pixels';
import type { Tone } from '../heatmap/scale';
import { visibleText, type TokenLike } from '../../tokens/token-text';
import { describeRow } from './describe-row';
import type { FocusStore } from './focus-store';
import { createShader, makeShades } from './shade-tokens';
import { usePainted } from './use-contrast';
import { findVisible, readPlaces, type TokenPlaces } from './visible-tokens';
import classes from './attention.module.css';

interface AttentionTokensProps {
  readonly title: string;
  readonly tokens: readonly TokenLike[];
  /** Row-major [dest, src], NaN above the diagonal. */
  readonly values: Float32Array;
  readonly limit: number;
  readonly palette: PaletteName;
  readonly tone: Tone;
  /** Positions whose tokens differ between the prompts. */
  readonly marked: readonly number[];
  readonly focus: FocusStore;
}

/** The pointer rests on a cell after this time. */
const REST_MS = 80;

/**
 * The prompt with its tokens shaded by attention: those that the hovered token attends to, and those that attend to it as a line below. At
 * first the last token is taken. A click keeps a token; the arrow keys move.
 */
export function AttentionTokens(props: AttentionTokensProps) {
  const { title, tokens, values, limit, palette, tone, marked, focus } = props;
  const list = useRef<HTMLDivElement>(null);
  const output = useRef<HTMLOutputElement>(null);
  const locked = useRef<number | null>(null);
  /** Whether the pointer or the keys are in this list. */
  const isUsed = useRef(false);
  const size = tokens.length;
  const { painted } = usePainted(values, size, limit, palette);
  useEffect(() => {
    const box = list.current;
    if (!box) return undefined;
    const elements = box.children as HTMLCollectionOf<HTMLElement>;
    const shade = createShader(elements, painted.values, size, makeShades(painted.limit, palette, tone));
    let places: TokenPlaces | null = null;
    // Kept: reading it while patterns are drawn in the same frame would lay out the page for each of them.
    const view = { top: 0, height: 0 };
    let focused = -1;
    let pending = 0;
    const chooseRow = (): number => focus.read().at?.row ?? locked.current ?? size - 1;
    const draw = (): void => {
      pending = 0;
      if (!places) {
        places = readPlaces(box);
        Object.assign(view, { top: box.scrollTop, height: box.clientHeight });
      }
      const at = chooseRow();
      shade(at, findVisible(places, view));
      if (focused === at) return;
      elements[focused]?.removeAttribute('data-focus');
      elements[at]?.setAttribute('data-focus', '');
      focused = at;
      if (output.current) output.current.textContent = describeRow(at, tokens, values, palette);
    };
    const schedule = (): void => {
      pending ||= requestAnimationFrame(draw);
    };
    draw();
    let rest: ReturnType<typeof setTimeout> | undefined;
    const follow = (): void => {
      clearTimeout(rest);
      if (chooseRow() === focused) return;
      // While the pointer moves, each frame has another row, and each row other shades. Tokens that it is not over follow when it rests.
      if (isUsed.current || focus.read().at === null) schedule();
      else rest = setTimeout(schedule, REST_MS);
    };
    const end = focus.subscribe(follow);
    const onScroll = (): void => {
      view.top = box.scrollTop;
      schedule();
    };
    const observer = new ResizeObserver(() => {
      places = null;
      schedule();
    });
    observer.observe(box);
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(rest);
      cancelAnimationFrame(pending);
      end();
      observer.disconnect();
      box.removeEventListener('scroll', onScroll);
    };
  }, [focus, painted, palette, size, tokens, tone, values]);
  const find = (event: MouseEvent): number | null => {
    const token = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    return token === null ? null : Number(token.getAttribute('data-index'));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -size, End: size }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const from = focus.read().at?.row ?? locked.current ?? size - 1;
    const row = Math.min(size - 1, Math.max(0, from + step));
    locked.current = row;
    isUsed.current = true;
    focus.change({ at: { row, column: null } });
  };
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>{title}</figcaption>
      <div
        ref={list}
        className={classes.tokens}
        role="application"
        aria-roledescription="attention as shaded tokens"
        aria-label={`${title}, as shaded tokens. Left and right arrow keys choose the token whose attention is shown.`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerOver={(event) => {
          const row = find(event);
          isUsed.current = true;
          if (row !== null) focus.change({ at: { row, column: null } });
        }}
        onPointerLeave={() => {
          isUsed.current = false;
          focus.change({ at: null });
        }}
        onBlur={() => {
          isUsed.current = false;
        }}
        onClick={(event) => {
          const row = find(event);
          locked.current = row === locked.current ? null : row;
        }}
      >
        {tokens.map((token, index) => (
          <span
            key={index}
            className={classes.shaded}
            data-index={index}
            data-marked={marked.includes(index) || undefined}
          >
            {visibleText(token.text)}
          </span>
        ))}
      </div>
      <output ref={output} className={classes.read} aria-live="polite" />
    </figure>
  );
}
