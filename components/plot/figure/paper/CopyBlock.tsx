'use client';

import { Button, Group, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { CodeText } from '../../../code/CodeText';
import type { CodeLanguage } from '../../../code/highlight';
import classes from './paper.module.css';

interface CopyBlockProps {
  readonly name: string;
  readonly text: string;
  /** Left out for prose. */
  readonly language?: CodeLanguage;
}

/** A text with a button that copies it. */
export function CopyBlock({ name, text, language }: CopyBlockProps) {
  const { copied, copy } = useClipboard();
  return (
    <section aria-label={name}>
      <Group gap={8} mb={4}>
        <Text fw={600} size="sm">
          {name}
        </Text>
        <Button size="compact-xs" variant="default" onClick={() => copy(text)}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </Group>
      <CodeText {...{ text, language }} className={classes.text} />
    </section>
  );
}
