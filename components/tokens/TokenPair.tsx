'use client';

import { useUncontrolled } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { alignTokens, type AlignedPositions } from './align';
import { commonPrefix } from './fold-columns';
import { Token } from './Token';
import type { TokenLike } from './token-text';
import classes from './tokens.module.css';

interface TokenPairProps {
  readonly clean: readonly TokenLike[];
  readonly corrupted: readonly TokenLike[];
  /** Positions at which the prompts differ; used only if both have the same number of tokens. */
  readonly differing: readonly number[];
  /** Of prompts with different numbers of tokens; without it the automatic alignment is shown. */
  readonly alignment?: AlignedPositions | null;
  /** Named positions, which a third row shows. */
  readonly roles?: readonly { readonly name: string; readonly cleanPositions: readonly number[] }[];
  /** Whether the common prefix of long prompts is unfolded. Default: the component keeps the state. */
  readonly isUnfolded?: boolean;
  readonly onUnfold?: (isUnfolded: boolean) => void;
}

/** Tokens of the clean prompt above those of the corrupted prompt, aligned by column, with differences marked. */
export function TokenPair({
  clean,
  corrupted,
  differing,
  alignment = null,
  roles = [],
  isUnfolded,
  onUnfold,
}: TokenPairProps) {
  const [isOpen, setOpen] = useUncontrolled({
    value: isUnfolded,
    defaultValue: false,
    onChange: onUnfold,
  });
  const columns = alignTokens(clean, corrupted, alignment);
  const isEven = clean.length === corrupted.length;
  const prefix = commonPrefix(columns, clean, corrupted);
  const folded = isOpen ? 0 : prefix;
  const scroll = useScrolledToDifference();
  return (
    <div
      ref={scroll}
      className={classes.scroll}
      tabIndex={0}
      role="group"
      aria-label="Tokens of the clean and corrupted prompt"
    >
      <table className={classes.pair}>
        <tbody>
          {(['clean', 'corrupted'] as const).map((side) => (
            <tr key={side}>
              <th scope="row">{side}</th>
              {prefix > 0 && side === 'clean' && (
                <td rowSpan={2} className={classes.fold}>
                  <button type="button" data-printed aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                    {isOpen ? '«' : `… ${prefix} equal tokens`}
                    {isOpen && <span className={classes.hidden}>Hide the equal tokens</span>}
                  </button>
                </td>
              )}
              {columns.slice(folded).map((column, index) => {
                const at = column[side];
                const token = at === null ? null : (side === 'clean' ? clean : corrupted)[at]!;
                const isMarked = isEven
                  ? differing.includes(folded + index)
                  : column.clean === null ||
                    column.corrupted === null ||
                    clean[column.clean]!.id !== corrupted[column.corrupted]!.id;
                return (
                  <td key={folded + index}>
                    {token ? (
                      <Token token={token} index={at!} isMarked={isMarked} />
                    ) : (
                      <span className={classes.gap} aria-hidden />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
          {roles.length > 0 && (
            <tr className={classes.roles}>
              {/* The cell of the folded tokens is not part of this row. */}
              <th scope="row" colSpan={prefix > 0 ? 2 : 1}>
                role
              </th>
              {columns.slice(folded).map(({ clean: at }, index) => (
                <td key={folded + index}>
                  {roles
                    .filter(({ cleanPositions }) => at !== null && cleanPositions.includes(at))
                    .map(({ name }) => name)
                    .join(', ')}
                </td>
              ))}
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

/** Scrolls a row that is wider than its place to its first difference, and again when the place has another width. */
function useScrolledToDifference() {
  const scroll = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = scroll.current;
    if (!row || typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(() => {
      const marked = row.querySelector('[data-marked]');
      if (!marked || row.scrollWidth <= row.clientWidth) return;
      const shift = marked.getBoundingClientRect().left - row.getBoundingClientRect().left;
      row.scrollLeft += shift - row.clientWidth / 2;
    });
    observer.observe(row);
    // Its tokens become wider when their font is there.
    observer.observe(row.firstElementChild!);
    return () => observer.disconnect();
  }, []);
  return scroll;
}
