import { Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId } from 'react';
import type { RunView_RunFragment } from '../generated/graphql';
import { PromptExcerpt } from './PromptExcerpt';
import { formatNumber } from '../plot/format-number';
import { describeRule, describeWhole, listTokens } from '../tokens/answer-text';
import { visibleText } from '../tokens/token-text';
import { PromptTokens } from './PromptTokens';
import classes from './pair-list.module.css';

interface PairListRowProps {
  readonly pair: RunView_RunFragment['pairs'][number];
  /** Pairs of the run. */
  readonly count: number;
  /** Undefined where the logit differences are not known. */
  readonly baseline: { readonly clean: number; readonly corrupted: number } | undefined;
  /** Whether its tokens are shown below. */
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

const COLUMNS = 8;

/** A prompt pair in a line: where its prompts differ, its answers, and the logit differences of both prompts. */
export function PairListRow({ pair, count, baseline, isOpen, onOpen }: PairListRowProps) {
  const id = useId();
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  const rule = describeRule(pair) ?? describeWhole(pair);
  const write = (value: number | undefined): string => (value === undefined ? '' : formatNumber(value, 2));
  return (
    <>
      <tr>
        <td>
          <button
            type="button"
            className={classes.toggle}
            aria-label={`Tokens of pair ${pair.index + 1}`}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => onOpen(!isOpen)}
          >
            <Chevron size={14} aria-hidden />
            {pair.index + 1}
          </button>
        </td>
        <td>
          <PromptExcerpt text={pair.clean} other={pair.corrupted} />
        </td>
        <td>
          <PromptExcerpt text={pair.corrupted} other={pair.clean} />
        </td>
        <td className={classes.answer}>{listTokens(pair, 'correct').map(visibleText).join(' or ')}</td>
        <td className={classes.answer}>{listTokens(pair, 'incorrect').map(visibleText).join(' or ')}</td>
        <td className={classes.logits}>{write(baseline?.clean)}</td>
        <td className={classes.logits}>{write(baseline?.corrupted)}</td>
        <td className={classes.logits}>{write(baseline && baseline.clean - baseline.corrupted)}</td>
      </tr>
      {isOpen && (
        <tr>
          <td id={id} colSpan={COLUMNS} className={classes.open}>
            <PromptTokens pair={pair} count={count} />
            {rule !== null && (
              <Text size="xs" c="dimmed">
                {rule}
              </Text>
            )}
          </td>
        </tr>
      )}
    </>
  );
}
