import { Button, Group, Text, TextInput } from '@mantine/core';
import { TokenRow } from '../tokens/TokenRow';
import { lacksLeadingSpace, type AnswerField as AnswerFieldName } from './answer-space';
import type { DraftRow } from './draft';
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
  readonly onChange: (text: string) => void;
}

/** An answer with its tokens, and a button that adds a missing leading space. */
export function AnswerField({ row, field, result, problem, warning, onChange }: AnswerFieldProps) {
  const tokens = result?.tokens?.[field === 'correct' ? 'correctTokens' : 'incorrectTokens'] ?? [];
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
      <Group gap={6} mt={4} mih={22}>
        <TokenRow tokens={tokens} />
        {tokens.length === 1 && (
          <Text size="xs" c="dimmed">
            one token
          </Text>
        )}
        {lacksLeadingSpace(row, field, result) && (
          <Button size="compact-xs" variant="light" onClick={() => onChange(` ${row[field]}`)}>
            Add the leading space
          </Button>
        )}
      </Group>
    </div>
  );
}
