import { ActionIcon } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconChevronDown,
  IconChevronRight,
  IconCopy,
  IconExclamationCircle,
  IconTrash,
} from '@tabler/icons-react';
import { memo, startTransition, type Dispatch, type MouseEvent } from 'react';
import { visibleText } from '../tokens/token-text';
import { listAnswers, type DraftRow } from './draft';
import { toggleId, type FormAction } from './form-state';
import { formatLogits } from './format-logits';
import { judgePair, type PairVerdict } from './pair-verdict';
import { PairEditor } from './PairEditor';
import type { PairResult } from './preview';
import { PromptExcerpt } from '../prompts/PromptExcerpt';
import classes from './pair-table.module.css';

const COLUMNS = 9;

interface PairRowProps {
  readonly row: DraftRow;
  /** From 1. */
  readonly number: number;
  /** Undefined until the present texts have been checked. */
  readonly result: PairResult | undefined;
  readonly isOpen: boolean;
  readonly isPending: boolean;
  readonly hasTried: boolean;
  readonly model: string;
  readonly prependBos: boolean;
  readonly isByRole: boolean;
  readonly isWhole: boolean;
  /** Joined, so that an equal list is the same text. */
  readonly roleNames: string;
  readonly canRemove: boolean;
  readonly canDuplicate: boolean;
  readonly dispatch: Dispatch<FormAction>;
}

/** One pair in a line, with its editor below when open. Renders only when this pair has changed. */
export const PairRow = memo(function PairRow(props: PairRowProps) {
  const { row, number, result, isOpen, isPending, hasTried, canRemove, canDuplicate, dispatch } = props;
  const editorId = `pair-${row.id}-editor`;
  // Buttons answer at once. The rows that open, close and go take longer to draw.
  const follow = (action: FormAction): void => startTransition(() => dispatch(action));
  const toggle = (): void => follow({ type: 'toggle', id: row.id });
  return (
    <>
      <tr
        className={classes.row}
        data-open={isOpen || undefined}
        onClick={(event) => {
          if (!isOnControl(event)) toggle();
        }}
      >
        <td className={classes.number}>
          <button
            type="button"
            id={toggleId(row.id)}
            className={classes.toggle}
            aria-label={`Pair ${number}`}
            aria-expanded={isOpen}
            aria-controls={isOpen ? editorId : undefined}
            onClick={toggle}
          >
            {isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
            {number}
          </button>
        </td>
        <td className={classes.clean}>
          <PromptExcerpt text={row.clean} other={row.corrupted} />
        </td>
        <td className={classes.corrupted}>
          <PromptExcerpt text={row.corrupted} other={row.clean} />
        </td>
        <td className={classes.correct}>
          <Answer texts={listAnswers(row, 'correct')} />
        </td>
        <td className={classes.incorrect}>
          <Answer texts={listAnswers(row, 'incorrect')} />
        </td>
        <td className={classes.tokens}>{countTokens(result)}</td>
        <td className={classes.logits}>
          {result?.baseline &&
            `${formatLogits(result.baseline.clean)} / ${formatLogits(result.baseline.corrupted)}`}
        </td>
        <td className={classes.verdict}>
          <Verdict verdict={judgePair(row, result, hasTried, isPending)} />
        </td>
        <td className={classes.actions}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Duplicate pair ${number}`}
            disabled={!canDuplicate}
            onClick={() => follow({ type: 'duplicate', id: row.id })}
          >
            <IconCopy size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove pair ${number}`}
            disabled={!canRemove}
            onClick={() => follow({ type: 'remove', id: row.id })}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </td>
      </tr>
      {isOpen && (
        <tr className={classes.editorRow}>
          <td colSpan={COLUMNS} id={editorId}>
            <PairEditor
              row={row}
              number={number}
              result={result}
              isPending={isPending}
              hasTried={hasTried}
              model={props.model}
              prependBos={props.prependBos}
              isByRole={props.isByRole}
              isWhole={props.isWhole}
              roleNames={props.roleNames}
              dispatch={dispatch}
            />
          </td>
        </tr>
      )}
    </>
  );
});

function isOnControl(event: MouseEvent): boolean {
  return event.target instanceof Element && event.target.closest('button') !== null;
}

function Answer({ texts }: { readonly texts: readonly string[] }) {
  const [text, ...others] = texts;
  if (!text) return <span className={classes.blank}>empty</span>;
  return (
    <code className={classes.answer} title={texts.join(' | ')}>
      {visibleText(text)}
      {others.length > 0 && ` +${others.length}`}
    </code>
  );
}

function countTokens(result: PairResult | undefined): string {
  if (!result?.tokens) return '';
  const { cleanTokens, corruptedTokens } = result.tokens;
  const [clean, corrupted] = [cleanTokens.length, corruptedTokens.length];
  return clean === corrupted ? String(clean) : `${clean} / ${corrupted}`;
}

const ICONS = { problem: IconExclamationCircle, warning: IconAlertTriangle, good: IconCheck, none: null };

function Verdict({ verdict: { tone, text, reason } }: { readonly verdict: PairVerdict }) {
  const Icon = ICONS[tone];
  return (
    <span className={classes.verdictText} data-tone={tone} title={reason}>
      {Icon && <Icon size={14} aria-hidden />}
      {text}
    </span>
  );
}
