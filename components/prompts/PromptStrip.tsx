'use client';

import { ActionIcon, Button, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState, type PointerEvent } from 'react';
import type { RunView_RunFragment } from '../generated/graphql';
import { useHoverStore } from '../plot/linked/hover-context';
import { useViewState } from '../sweep/use-view-state';
import { alignTokens } from '../tokens/align';
import { describeRule, describeWhole, listTokens } from '../tokens/answer-text';
import { commonPrefix } from '../tokens/fold-columns';
import { visibleText } from '../tokens/token-text';
import { LinkedTokens } from './LinkedTokens';
import { PairColumn } from './PairColumn';
import classes from './prompt-strip.module.css';

type Pair = RunView_RunFragment['pairs'][number];

interface PromptStripProps {
  /** The first pairs of the run. */
  readonly pairs: readonly Pair[];
  /** Pairs of the run. */
  readonly count: number;
  /** Names of the steps of position axes; none for positions by index. */
  readonly roles: readonly string[];
  /** The prompt whose positions the plots have. */
  readonly baseSide: 'clean' | 'corrupted';
  /** Lists all pairs. */
  readonly onList: () => void;
}

/** Name of the strip as a source of hovering. */
const SOURCE = 'prompt-strip';

/**
 * One prompt pair in one line: tokens that differ as clean and corrupted, roles below them, and the answers. Steps through the
 * pairs; where the plots show one prompt, they step too. Positions that are hovered in a plot are marked, and the other way round.
 */
export function PromptStrip(props: PromptStripProps) {
  const { pairs, count, roles, baseSide, onList } = props;
  const [{ prompt, isUnfolded }, change] = useViewState(count);
  const [own, setOwn] = useState(0);
  const at = Math.min(prompt ?? own, pairs.length - 1);
  const pair = pairs[at];
  const store = useHoverStore();
  if (!pair) return null;
  const step = (by: number): void => {
    const next = (at + by + pairs.length) % pairs.length;
    setOwn(next);
    if (prompt !== null) change({ prompt: next });
  };
  const { cleanTokens, corruptedTokens } = pair;
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
    <div className={classes.strip}>
      {pairs.length > 1 && (
        <div className={classes.stepper}>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label="Previous pair"
            onClick={() => step(-1)}
          >
            <IconChevronLeft size={15} />
          </ActionIcon>
          <Text size="xs" c="dimmed" aria-live="polite" className={classes.count} data-printed>
            pair {at + 1} of {count.toLocaleString('en')}
          </Text>
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label="Next pair" onClick={() => step(1)}>
            <IconChevronRight size={15} />
          </ActionIcon>
        </div>
      )}
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
            onClick={() => change({ isUnfolded: !isUnfolded })}
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
      <Text size="xs" c="dimmed" className={classes.answers}>
        <Answers pair={pair} side="correct" /> <span className={classes.against}>against</span>{' '}
        <Answers pair={pair} side="incorrect" />
        {describeRule(pair) && ` (${describeRule(pair)})`}
        {describeWhole(pair) && ` (${describeWhole(pair)})`}
      </Text>
      {pairs.length > 1 && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          className={classes.all}
          aria-haspopup="dialog"
          onClick={onList}
        >
          Show all {count.toLocaleString('en')} pairs
        </Button>
      )}
    </div>
  );
}

function Answers({ pair, side }: { readonly pair: Pair; readonly side: 'correct' | 'incorrect' }) {
  return (
    <span className={classes.answer} data-side={side} title={`${side} answer`}>
      <span className={classes.hidden}>{side} </span>
      {listTokens(pair, side).map(visibleText).join(' or ')}
    </span>
  );
}
