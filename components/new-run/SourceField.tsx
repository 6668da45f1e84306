import { Button, Group, Input, Text, Textarea } from '@mantine/core';
import { useState, type ClipboardEvent } from 'react';
import classes from './import-dialog.module.css';

/** A text field with more text is slow; larger texts are summarised instead. */
const LARGE_CHARACTERS = 20_000;

interface SourceFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly text: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
}

/** The pasted text in an editable field. A large text is shown on request only. */
export function SourceField({ label, placeholder, text, error, onChange }: SourceFieldProps) {
  const [showsLarge, setShowsLarge] = useState(false);
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>): void => {
    const pasted = event.clipboardData.getData('text');
    if (pasted.length <= LARGE_CHARACTERS || showsLarge) return;
    event.preventDefault();
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    onChange(value.slice(0, selectionStart) + pasted + value.slice(selectionEnd));
  };
  if (text.length > LARGE_CHARACTERS && !showsLarge) {
    return (
      <Input.Wrapper label={label} error={error} classNames={{ error: classes.errors }}>
        <Group gap="sm" className={classes.large}>
          <Text size="sm" role="status">
            {(text.split('\n').length - (text.endsWith('\n') ? 1 : 0)).toLocaleString('en')} lines,{' '}
            {text.length.toLocaleString('en')} characters
          </Text>
          <Button size="compact-sm" variant="default" onClick={() => setShowsLarge(true)}>
            Show the text
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => onChange('')}>
            Clear
          </Button>
        </Group>
      </Input.Wrapper>
    );
  }
  return (
    <Textarea
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
      onPaste={paste}
      rows={7}
      spellCheck={false}
      wrap="off"
      error={error}
      classNames={{ input: classes.text, error: classes.errors }}
      data-autofocus
    />
  );
}
