'use client';

import { useState, type MouseEvent } from 'react';
import { END_ROLE } from '../../domain/roles';
import { visibleText, type TokenLike } from '../tokens/token-text';
import type { DraftRole } from './draft';
import classes from './role-marks.module.css';

interface TokenChoiceProps {
  /** With BOS. */
  readonly tokens: readonly TokenLike[];
  /** Which prompt it is, where both are shown. */
  readonly side: 'clean' | 'corrupted' | null;
  /** Positions to mark. */
  readonly differing: readonly number[];
  /** Tokens before the first one of the text. */
  readonly bos: number;
  readonly roles: readonly DraftRole[];
  readonly chosen: readonly number[];
  readonly onChoose: (chosen: readonly number[]) => void;
}

/** The tokens of a prompt as buttons, with the names of their roles; a range is chosen with Shift. */
export function TokenChoice({ tokens, side, differing, bos, roles, chosen, onChoose }: TokenChoiceProps) {
  const [last, setLast] = useState<number | null>(null);
  const toggle = (at: number, isRange: boolean): void => {
    setLast(at);
    if (isRange && last !== null) {
      const [from, to] = [Math.min(last, at), Math.max(last, at)];
      const range = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      onChoose([...new Set([...chosen, ...range])]);
    } else onChoose(chosen.includes(at) ? chosen.filter((one) => one !== at) : [...chosen, at]);
  };
  return (
    <div className={classes.tokens}>
      {side && <span className={classes.side}>{side}</span>}
      {tokens.map((token, at) => {
        const own = roles.filter(({ positions }) => positions.includes(at - bos));
        const isLast = at === tokens.length - 1;
        const names = [...own.map((role) => role.name), ...(isLast ? [END_ROLE] : [])];
        return (
          // oxlint-disable-next-line react/no-array-index-key -- a position is what a token is known by
          <span key={at} className={classes.token}>
            <button
              type="button"
              aria-pressed={chosen.includes(at)}
              aria-label={`${side === 'corrupted' ? 'Corrupted token' : 'Token'} ${at} ${visibleText(token.text)}${names.length > 0 ? `, ${names.join(', ')}` : ''}`}
              data-differs={differing.includes(at) || undefined}
              onClick={(event: MouseEvent) => toggle(at, event.shiftKey)}
            >
              {visibleText(token.text)}
            </button>
            <span className={classes.names} aria-hidden>
              {names.join(', ')}
            </span>
          </span>
        );
      })}
    </div>
  );
}
