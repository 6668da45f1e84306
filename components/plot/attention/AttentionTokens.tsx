'use client';

import { useEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import { paletteColour, type PaletteName } from '../heatmap/pixels';
import { formatEffect, type Tone } from '../heatmap/scale';
import { visibleText, type TokenLike } from '../../tokens/token-text';
import type { FocusStore } from './focus-store';
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
    const shades = makeShades(limit, palette, tone);
    /** What each token has, so that tokens that keep their shade are left alone. */
    const drawn: { shade: number; line: number }[] = [];
    let focused = -1;
    let pending = 0;
    const draw = (): void => {
      pending = 0;
      const elements = list.current?.children;
      if (!elements) return;
      const at = focus.read().at?.row ?? locked.current ?? size - 1;
      for (let position = 0; position < size; position++) {
        const shade = shades.find(values[at * size + position]!);
        const line = position === at ? NONE : shades.find(values[position * size + at]!);
        const last = drawn[position];
        if (last?.shade === shade && last.line === line) continue;
        const { style } = elements[position] as HTMLElement;
        style.backgroundColor = shades.colours[shade] ?? 'transparent';
        style.color = shades.inks[shade] ?? '';
        style.borderBottomColor =
          line === shades.zero ? 'transparent' : (shades.colours[line] ?? 'transparent');
        drawn[position] = { shade, line };
      }
      if (focused !== at) elements[focused]?.removeAttribute('data-focus');
      elements[at]?.setAttribute('data-focus', '');
      focused = at;
      if (output.current) output.current.textContent = describeRow(at, tokens, values, palette);
    };
    const schedule = (): void => {
      pending ||= requestAnimationFrame(draw);
    };
    draw();
    const end = focus.subscribe(schedule);
    return () => {
      cancelAnimationFrame(pending);
      end();
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

/** Number of sources that are read out. */
const READ = 4;
/** Smaller values would be read as 0. */
const LEAST = 0.005;

/** `·to 14 attends to ·John 2 (0.52), ·Mary 4 (0.31), …` */
function describeRow(
  row: number,
  tokens: readonly TokenLike[],
  values: Float32Array,
  palette: PaletteName,
): string {
  const size = tokens.length;
  const name = (at: number): string => `${visibleText(tokens[at]!.text)} ${at}`;
  const sources = Array.from({ length: row + 1 }, (_, src) => ({ src, value: values[row * size + src]! }))
    .filter(({ value }) => Math.abs(value) >= LEAST)
    .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, READ)
    .map(
      ({ src, value }) =>
        `${name(src)} (${palette === 'attention' ? value.toFixed(2) : formatEffect(value)})`,
    );
  return `${name(row)} ${palette === 'attention' ? 'attends to' : 'differs in its attention to'} ${sources.join(', ') || 'nothing'}`;
}

/** Steps of the shades on each side of 0; more could not be told apart. */
const STEPS = 24;
/** The shade of what has no value. */
const NONE = -1;

/** The shades of a palette, with a text colour for each. */
function makeShades(limit: number, palette: PaletteName, tone: Tone) {
  const colours = Array.from({ length: 2 * STEPS + 1 }, (_, step) =>
    paletteColour(step / STEPS - 1, palette, tone),
  );
  return {
    colours,
    inks: colours.map(chooseInk),
    /** The shade of 0. */
    zero: STEPS,
    find: (value: number): number =>
      Number.isNaN(value) ? NONE : Math.round(STEPS * (1 + Math.max(-1, Math.min(1, value / limit)))),
  };
}

/** Dark text on light colours, light text on dark ones. */
function chooseInk(colour: string): string {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 140 ? '#1a1b1e' : '#ffffff';
}
