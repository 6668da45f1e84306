import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { TokenRow } from '../tokens/TokenRow';
import { MAX_ANSWER_TOKENS } from '../../domain/limits';
import { lacksLeadingSpace } from './answer-space';
import type { AnswerField as AnswerFieldName, DraftRow } from './draft';
import { findFirstToken } from './first-token';
import { fieldId } from './form-state';
import type { PairResult } from './preview';
import classes from './pair-editor.module.css';

const LABELS = { correct: 'Correct answer', incorrect: 'Incorrect answer' } as const;

interface AnswerFieldProps {
  readonly row: DraftRow;
  readonly field: AnswerFieldName;
  readonly result: PairResult | undefined;
  readonly problem: string | undefined;
  readonly warning: string | undefined;
  /** Whether the run reads answers of several tokens as a whole. */
  readonly isWhole: boolean;
  readonly onChange: (text: string) => void;
  /** Reads answers of several tokens as a whole, in all pairs. */
  readonly onWhole: () => void;
  /** Replaces the further tokens, and moves the focus to one of them. */
  readonly onMore: (texts: readonly string[], focus?: number) => void;
}

/**
 * An answer with its tokens, and a button that adds a missing leading space. Further tokens, a field each, make it a set: a
 * separator could not split them, because a token may contain any character.
 */
export function AnswerField(props: AnswerFieldProps) {
  const { row, field, result, problem, warning, isWhole, onChange, onMore, onWhole } = props;
  const more = row.more?.[field] ?? [];
  const tokens = result?.tokens?.[field === 'correct' ? 'correctTokens' : 'incorrectTokens'] ?? [];
  const first = findFirstToken(row, field, result);
  return (
    <div>
      <TextInput
        id={fieldId(row.id, field)}
        label={LABELS[field]}
        value={row[field]}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={problem}
        description={warning}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: classes.text, description: classes.warning, error: classes.problem }}
      />
      {more.map((text, index) => (
        <TextInput
          // oxlint-disable-next-line react/no-array-index-key -- a field is known by its place in the set
          key={index}
          id={fieldId(row.id, field, index)}
          aria-label={`${LABELS[field]}, token ${index + 2}`}
          mt={4}
          value={text}
          onChange={(event) => onMore(more.with(index, event.currentTarget.value))}
          error={problem !== undefined}
          spellCheck={false}
          autoComplete="off"
          classNames={{ input: classes.text }}
          rightSection={
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`Remove token ${index + 2} of the ${field} answer`}
              onClick={() => onMore(more.toSpliced(index, 1))}
            >
              <IconX size={14} />
            </ActionIcon>
          }
        />
      ))}
      <Group gap={6} mt={4} mih={22}>
        {tokens.length > 0 && <TokenRow tokens={tokens} />}
        {tokens.length > 0 && tokens.length === more.length + 1 && (
          <Text size="xs" c="dimmed">
            {tokens.length === 1 ? 'one token' : `a set of ${tokens.length} tokens`}
          </Text>
        )}
        {isWhole && more.length === 0 && tokens.length > 1 && (
          <Text size="xs" c="dimmed">
            {tokens.length} tokens, read as a whole
          </Text>
        )}
        {lacksLeadingSpace(row, field, result) && (
          <Button size="compact-xs" variant="light" onClick={() => onChange(` ${row[field]}`)}>
            Add the leading space
          </Button>
        )}
        {first !== null && (
          <Button size="compact-xs" variant="light" onClick={() => onChange(first)}>
            Use the first token
          </Button>
        )}
        {first !== null && !isWhole && (
          <Button size="compact-xs" variant="light" onClick={onWhole}>
            Read it as a whole
          </Button>
        )}
        {more.length + 1 < MAX_ANSWER_TOKENS && (
          <Button
            size="compact-xs"
            variant="subtle"
            ml={-7}
            aria-label={`Add another token to the ${field} answer`}
            onClick={() => onMore([...more, ''], more.length)}
          >
            Add another token
          </Button>
        )}
      </Group>
    </div>
  );
}
