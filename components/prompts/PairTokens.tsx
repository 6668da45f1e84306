'use client';

import { memo, type PointerEvent } from 'react';
import type { RunView_RunFragment } from '../generated/graphql';
import { useHoverStore } from '../plot/linked/hover-context';
import type { ChangeView } from '../sweep/use-view-state';
import { alignTokens } from '../tokens/align';
import { commonPrefix } from '../tokens/fold-columns';
import { LinkedTokens } from './LinkedTokens';
import { PairColumn } from './PairColumn';
import classes from './prompt-strip.module.css';

interface PairTokensProps {
  readonly pair: RunView_RunFragment['pairs'][number];
  /** Names of the steps of position axes; none for positions by index. */
  readonly roles: readonly string[];
  /** The prompt whose positions the plots have. */
  readonly baseSide: 'clean' | 'corrupted';
  /** Whether the tokens that both prompts begin with are shown. */
  readonly isUnfolded: boolean;
  readonly onView: ChangeView;
}

/** Name of the tokens as a source of hovering. */
const SOURCE = 'prompt-strip';

/**
 * The tokens of a pair in one line: those that differ as clean and corrupted, with roles below them. Positions that are hovered in a plot are
 * marked, and the other way round. Of up to 1,024 tokens, so that it is not rendered with each change of the view.
 */
export const PairTokens = memo(function PairTokens(props: PairTokensProps) {
  const { pair, roles, baseSide, isUnfolded, onView } = props;
  const { cleanTokens, corruptedTokens } = pair;
  const store = useHoverStore();
  const columns = alignTokens(cleanTokens, corruptedTokens, pair.alignment ?? null);
  const prefix = commonPrefix(columns, cleanTokens, corruptedTokens);
  const folded = isUnfolded ? 0 : prefix;
  const shownRoles = pair.roles && (roles.length > 0 || pair.roles.length > 1) ? pair.roles : [];
  const onPointerOver = (event: PointerEvent): void => {
    const token = event.target instanceof Element ? event.target.closest('[data-position]') : null;
    const position = token === null ? null : Number(token.getAttribute('data-position'));
    if (position === null) store.leave(SOURCE);
    else store.write({ place: { layer: null, head: null, position }, from: SOURCE });
  };
  return (
    <div
      className={classes.tokens}
      tabIndex={0}
      role="group"
      aria-label="Tokens of the prompt pair"
      onPointerOver={onPointerOver}
      onPointerLeave={() => store.leave(SOURCE)}
    >
      <LinkedTokens />
      {prefix > 0 && (
        <button
          type="button"
          className={classes.fold}
          data-printed
          aria-expanded={isUnfolded}
          onClick={() => onView({ isUnfolded: !isUnfolded })}
        >
          {isUnfolded ? 'Fold the equal tokens' : `… ${prefix} equal tokens`}
        </button>
      )}
      {columns.slice(folded).map((column, index) => {
        const position = column[baseSide];
        const isHere = ({ cleanPositions }: { readonly cleanPositions: readonly number[] }): boolean =>
          column.clean !== null && cleanPositions.includes(column.clean);
        const names = shownRoles.filter(isHere).map(({ name }) => name);
        const step = roles.length === 0 ? position : roles.findIndex((role) => names.includes(role));
        return (
          <PairColumn
            key={folded + index}
            clean={column.clean === null ? null : cleanTokens[column.clean]!}
            corrupted={column.corrupted === null ? null : corruptedTokens[column.corrupted]!}
            position={step === -1 ? null : step}
            index={column.clean ?? column.corrupted!}
            roles={names}
          />
        );
      })}
    </div>
  );
});
