'use client';

import { Button, Group, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import classes from './paper.module.css';

interface CopyBlockProps {
  readonly name: string;
  readonly text: string;
}

/** A text with a button that copies it. */
export function CopyBlock({ name, text }: CopyBlockProps) {
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
      <pre className={classes.text} tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}
