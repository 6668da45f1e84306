import { Button, Textarea } from '@mantine/core';
import type { DraftRow } from './draft';
import { fieldId } from './form-state';
import classes from './pair-editor.module.css';

const LABELS = { clean: 'Clean prompt', corrupted: 'Corrupted prompt' } as const;

interface PromptFieldProps {
  readonly row: DraftRow;
  readonly field: keyof typeof LABELS;
  readonly problem: string | undefined;
  readonly warning: string | undefined;
  readonly onChange: (text: string) => void;
}

/** A prompt, and a button that removes a space or line break at its end, which would be a separate token. */
export function PromptField({ row, field, problem, warning, onChange }: PromptFieldProps) {
  const text = row[field];
  const end = /\s+$/.exec(text)?.[0];
  return (
    <div>
      <Textarea
        id={fieldId(row.id, field)}
        label={LABELS[field]}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={problem}
        description={warning}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        rows={1}
        spellCheck={false}
        classNames={{
          input: `${classes.text} ${classes.prompt}`,
          description: classes.warning,
          error: classes.problem,
        }}
      />
      {end && warning && (
        <Button size="compact-xs" variant="light" mt={4} onClick={() => onChange(text.trimEnd())}>
          {end.includes('\n') ? 'Remove the line break at the end' : 'Remove the space at the end'}
        </Button>
      )}
    </div>
  );
}
