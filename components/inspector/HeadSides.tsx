'use client';

import { memo } from 'react';
import type { FigureContext } from '../plot/figure/FigureMenu';
import { AttentionPattern } from '../plot/attention/AttentionPattern';
import { AttentionTokens } from '../plot/attention/AttentionTokens';
import type { FocusStore } from '../plot/attention/focus-store';
import type { Tone } from '../plot/heatmap/scale';
import type { readPatterns } from './read-patterns';
import classes from '../plot/attention/attention.module.css';

/** Width of a pattern in the inspector, in pixels: small enough for two in a row. */
const COMPACT_ROOM = 166;
/** Patterns of more tokens have a whole row of the inspector each. */
const MOST_COMPACT = 48;
const WIDE_ROOM = 344;

type Patterns = NonNullable<ReturnType<typeof readPatterns>>;

interface HeadSidesProps {
  readonly patterns: Patterns;
  readonly focus: FocusStore;
  /** Of the corrupted pattern; the same one where the prompts have one length. */
  readonly otherFocus: FocusStore;
  /** Of the head. */
  readonly name: string;
  /** What the patterns are weighted by, for titles. */
  readonly suffix: string;
  readonly valueName: string | undefined;
  readonly tone: Tone;
  /** Positions whose tokens differ between the prompts. */
  readonly marked: readonly number[];
  readonly figure: FigureContext;
  /** Whether tokens are shaded; otherwise matrices are drawn. */
  readonly isByToken: boolean;
  readonly onOpen: () => void;
}

/** The patterns of a head, each as a matrix or as shaded tokens. Renders only when something of them has changed. */
export const HeadSides = memo(function HeadSides(props: HeadSidesProps) {
  const { patterns, focus, otherFocus, name, suffix, valueName, tone, marked, figure, isByToken, onOpen } =
    props;
  const room = patterns.tokens.length > MOST_COMPACT ? WIDE_ROOM : COMPACT_ROOM;
  return (
    <div className={isByToken ? undefined : classes.patterns}>
      {listSides(patterns, focus, otherFocus).map(({ side, title, focus: store, ...pattern }) => {
        const shared = { ...pattern, tone, marked, title: `${name}, ${title}${suffix}` };
        return isByToken ? (
          <AttentionTokens key={side} {...shared} focus={store} />
        ) : (
          <AttentionPattern key={side} {...shared} {...{ figure, valueName, onOpen, room }} />
        );
      })}
    </div>
  );
});

/** What is drawn of a head: its clean and corrupted pattern and, for prompts of one length, their difference. */
export function listSides(patterns: Patterns, focus: FocusStore, otherFocus: FocusStore) {
  const { clean, corrupted, difference, limit, differenceLimit, tokens, corruptedTokens } = patterns;
  return [
    { side: 'clean', title: 'clean', tokens, values: clean, limit, palette: 'attention', focus },
    {
      side: 'corrupted',
      title: 'corrupted',
      tokens: corruptedTokens,
      values: corrupted,
      limit,
      palette: 'attention',
      focus: otherFocus,
    },
    ...(difference
      ? [
          {
            side: 'difference',
            title: 'clean − corrupted',
            tokens,
            values: difference,
            limit: differenceLimit,
            palette: 'RdBu',
            focus,
          } as const,
        ]
      : []),
  ] as const;
}
