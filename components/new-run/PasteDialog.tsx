'use client';

import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { DraftPair } from './draft';
import { parseCsv, type ParsedPairs } from './parse-csv';
import { parseFormats } from './parse-formats';
import classes from './new-run.module.css';

const NOTATIONS = {
  formats: {
    title: 'Formats and name pairs',
    hint: "A line each: the format with '{}' where the subject stands, and the two names. Each line gives two pairs.",
    example: 'When John and Mary went to the shops, {} gave the bag to | Mary | John',
    parse: parseFormats,
  },
  csv: {
    title: 'CSV',
    hint: 'A header, then a line each. Put texts with commas in quotes; spaces are kept.',
    example:
      'clean,corrupted,correct,incorrect\nThe White House is where the,The Haunted House is where the, president, ghosts',
    parse: parseCsv,
  },
} satisfies Record<
  string,
  { title: string; hint: string; example: string; parse: (text: string) => ParsedPairs }
>;
export type Notation = keyof typeof NOTATIONS;

interface PasteDialogProps {
  readonly notation: Notation;
  readonly onPairs: (pairs: readonly DraftPair[]) => void;
  readonly onClose: () => void;
}

/** Takes many pairs at once, and says by line what cannot be read. */
export function PasteDialog({ notation, onPairs, onClose }: PasteDialogProps) {
  const { title, hint, example, parse } = NOTATIONS[notation];
  const [text, setText] = useState('');
  const parsed = parse(text);
  const hasErrors = text.trim() !== '' && parsed.errors.length > 0;
  return (
    <Modal opened onClose={onClose} title={`Paste ${title}`} size="xl">
      <Stack gap="sm">
        <Text size="sm">{hint}</Text>
        <Textarea
          aria-label={title}
          placeholder={example}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          minRows={6}
          maxRows={16}
          error={hasErrors ? parsed.errors.join('\n') : undefined}
          classNames={{ input: classes.text, error: classes.lines }}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={parsed.pairs.length === 0 || parsed.errors.length > 0}
            onClick={() => {
              onPairs(parsed.pairs);
              onClose();
            }}
          >
            {parsed.pairs.length === 0 ? 'Use these pairs' : `Use these ${parsed.pairs.length} pairs`}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
