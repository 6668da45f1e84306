'use client';

import { ActionIcon, Button, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { RunView_RunFragment } from '../generated/graphql';
import { useViewState } from '../sweep/use-view-state';
import { describeRule, describeWhole, listTokens } from '../tokens/answer-text';
import { visibleText } from '../tokens/token-text';
import { PairTokens } from './PairTokens';
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

/**
 * One prompt pair in one line, with the answers. Steps through the pairs; where the plots show one prompt, they step too.
 */
export function PromptStrip(props: PromptStripProps) {
  const { pairs, count, roles, baseSide, onList } = props;
  const [{ prompt, isUnfolded }, change] = useViewState(count);
  const [own, setOwn] = useState(0);
  const at = Math.min(prompt ?? own, pairs.length - 1);
  const pair = pairs[at];
  if (!pair) return null;
  const step = (by: number): void => {
    const next = (at + by + pairs.length) % pairs.length;
    setOwn(next);
    if (prompt !== null) change({ prompt: next });
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
      <PairTokens {...{ pair, roles, baseSide, isUnfolded }} onView={change} />
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
