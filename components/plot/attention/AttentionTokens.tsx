'use client';

import { useEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import type { PaletteName } from '../heatmap/pixels';
import type { Tone } from '../heatmap/scale';
import { visibleText, type TokenLike } from '../../tokens/token-text';
import { describeRow } from './describe-row';
import type { FocusStore } from './focus-store';
import { createShader, makeShades } from './shade-tokens';
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

/**
 * The prompt with its tokens shaded by attention: those that the hovered token attends to, and those that attend to it as a line below. At
 * first the last token is taken. A click keeps a token; the arrow keys move.
 */
export function AttentionTokens(props: AttentionTokensProps) {
  const { title, tokens, values, limit, palette, tone, marked, focus } = props;
  const list = useRef<HTMLDivElement>(null);
  const output = useRef<HTMLOutputElement>(null);
  const locked = useRef<number | null>(null);
  const size = tokens.length;
  useEffect(() => {
    const box = list.current;
    if (!box) return undefined;
    const elements = box.children as HTMLCollectionOf<HTMLElement>;
    const shade = createShader(elements, values, size, makeShades(limit, palette, tone));
    let places: TokenPlaces | null = null;
    let focused = -1;
    let pending = 0;
    const draw = (): void => {
      pending = 0;
      places ??= readPlaces(box);
      const at = focus.read().at?.row ?? locked.current ?? size - 1;
      shade(at, findVisible(places, { top: box.scrollTop, height: box.clientHeight }));
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
    const end = focus.subscribe(schedule);
    const observer = new ResizeObserver(() => {
      places = null;
      schedule();
    });
    observer.observe(box);
    box.addEventListener('scroll', schedule, { passive: true });
    return () => {
      cancelAnimationFrame(pending);
      end();
      observer.disconnect();
      box.removeEventListener('scroll', schedule);
    };
  }, [focus, limit, palette, size, tokens, tone, values]);
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
          if (row !== null) focus.change({ at: { row, column: null } });
        }}
        onPointerLeave={() => focus.change({ at: null })}
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
