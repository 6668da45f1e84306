'use client';

import { Button, Checkbox, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { MAX_PAIRS } from '../../domain/limits';
import type { DraftPair } from './draft';
import { FileDrop } from './FileDrop';
import { ImportPreview } from './ImportPreview';
import { PairSelectionField } from './PairSelectionField';
import { parseCsv } from './parse-csv';
import { parseFormats, type Spacing } from './parse-formats';
import { selectPairs, type PairSelection } from './select-pairs';
import { SourceField } from './SourceField';

export type Notation = 'formats' | 'csv';
type Mode = 'replace' | 'append';

const TEXTS = {
  formats: {
    title: 'Formats and name pairs',
    hint:
      "One line each: a format with '{}' where the name goes, and two names. Each line gives two pairs. The names are also the answers; " +
      'for other answers, add two more parts.',
    example:
      'When John and Mary went to the shops, {} gave the bag to | Mary | John\nThe {} is where the | White House | Haunted House | president | ghosts',
    what: ['1 pair from formats', '# pairs from formats'],
  },
  csv: {
    title: 'CSV',
    hint:
      'A header that names clean, corrupted, correct and incorrect, then one line for each pair. Commas, tabs and semicolons are ' +
      'read; spaces are kept. Put text that contains the separator in quotes.',
    example:
      'clean,corrupted,correct,incorrect\nThe White House is where the,The Haunted House is where the, president, ghosts',
    what: ['1 pasted pair', '# pasted pairs'],
  },
} as const;
/** Errors that are listed one by one. */
const SHOWN_ERRORS = 8;

interface ImportDialogProps {
  readonly notation: Notation;
  /** Pairs in the form in which something is written. */
  readonly present: number;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onPairs: (pairs: readonly DraftPair[], mode: Mode, what: string) => void;
  readonly onClose: () => void;
}

/** Takes many pairs at once: says by line what cannot be read, and shows what was read before it is used. */
export function ImportDialog({ notation, present, text, onText, onPairs, onClose }: ImportDialogProps) {
  const { title, hint, example, what } = TEXTS[notation];
  const [spacing, setSpacing] = useState<Spacing>('single');
  const [mode, setMode] = useState<Mode>('replace');
  const [selection, setSelection] = useState<PairSelection>({ by: 'first' });
  const [skipsErrors, setSkipsErrors] = useState(false);
  const [fileError, setFileError] = useState<string | null>(null);
  const deferred = useDeferredValue(text);
  const { pairs, errors, notes } = useMemo(
    () => (notation === 'csv' ? parseCsv(deferred) : parseFormats(deferred, spacing)),
    [notation, deferred, spacing],
  );
  const room = mode === 'append' ? MAX_PAIRS - present : MAX_PAIRS;
  const chosen = selectPairs(pairs, room, selection);
  const hasErrors = deferred.trim() !== '' && errors.length > 0;
  const canUse = chosen.length > 0 && deferred === text && (errors.length === 0 || skipsErrors);
  const take = (next: string): void => {
    setFileError(null);
    setSkipsErrors(false);
    onText(next);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={notation === 'csv' ? 'Paste CSV' : title}
      closeButtonProps={{ 'aria-label': 'Close' }}
      size="xl"
      closeOnClickOutside={false}
    >
      <Stack gap="sm">
        <Text size="sm">{hint}</Text>
        <FileDrop isActive={notation === 'csv'} onText={take} onError={setFileError}>
          <SourceField
            label={title}
            placeholder={example}
            text={text}
            error={describeErrors(hasErrors ? errors : [], fileError)}
            onChange={take}
          />
        </FileDrop>
        {errors.length > 0 && pairs.length > 0 && (
          <Checkbox
            label={`Leave out ${errors.length === 1 ? 'the line' : `the ${errors.length} lines`} that cannot be read`}
            checked={skipsErrors}
            onChange={(event) => setSkipsErrors(event.currentTarget.checked)}
          />
        )}
        {notes.map((note) => (
          <Text key={note} size="sm" c="dimmed">
            {note}
          </Text>
        ))}
        {notation === 'formats' && (
          <Radio.Group label="Space before the name" value={spacing} onChange={setSpacing}>
            <Group gap="md" mt={4}>
              <Radio value="single" label="One, as the format is written" />
              <Radio value="double" label="Two, as in the notebook" />
            </Group>
          </Radio.Group>
        )}
        {pairs.length > 0 && (
          <>
            <ImportPreview pairs={chosen} />
            <Text size="sm" role="status">
              {describeCount(pairs.length, room)}
            </Text>
            {pairs.length > room && room > 0 && (
              <PairSelectionField
                count={pairs.length}
                room={room}
                selection={selection}
                onChange={setSelection}
              />
            )}
            {present > 0 && (
              <Radio.Group aria-label="What to do with the pairs" value={mode} onChange={setMode}>
                <Group gap="md">
                  <Radio
                    value="replace"
                    label={
                      present === 1
                        ? 'Replace the pair in the form'
                        : `Replace the ${present} pairs in the form`
                    }
                  />
                  <Radio value="append" label="Add to them" disabled={present >= MAX_PAIRS} />
                </Group>
              </Radio.Group>
            )}
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={!canUse}
            onClick={() => {
              onText('');
              onPairs(chosen, mode, what[chosen.length === 1 ? 0 : 1].replace('#', String(chosen.length)));
            }}
          >
            {describeUse(chosen.length, mode)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function describeErrors(errors: readonly string[], fileError: string | null): string | undefined {
  const shown = [...(fileError === null ? [] : [fileError]), ...errors.slice(0, SHOWN_ERRORS)];
  if (errors.length > SHOWN_ERRORS) shown.push(`${errors.length - SHOWN_ERRORS} more lines cannot be read.`);
  return shown.length > 0 ? shown.join('\n') : undefined;
}

function describeCount(read: number, room: number): string {
  const count = `${read.toLocaleString('en')} ${read === 1 ? 'pair' : 'pairs'} read`;
  if (read <= room) return `${count}.`;
  const limit = room === MAX_PAIRS ? '' : `, and there is room for ${room} more`;
  return `${count}; a run takes up to ${MAX_PAIRS}${limit}.`;
}

function describeUse(count: number, mode: Mode): string {
  const verb = mode === 'append' ? 'Add' : 'Use';
  if (count === 0) return `${verb} pairs`;
  return `${verb} ${count} ${count === 1 ? 'pair' : 'pairs'}`;
}
