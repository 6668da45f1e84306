'use client';

import { Modal, Stack } from '@mantine/core';
import type { DraftPair } from './draft';
import { FormatsImport } from './FormatsImport';
import { TableImport } from './TableImport';
import type { Mode } from './TakePairs';

export type Notation = 'formats' | 'table';

export interface ImportProps {
  /** Model whose tokenizer the pairs are checked with. */
  readonly model: string;
  /** Pairs in the form in which something is written. */
  readonly present: number;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** `what` names the pairs: '2 pairs from a table'. */
  readonly onPairs: (pairs: readonly DraftPair[], mode: Mode, what: string) => void;
  readonly onClose: () => void;
}

interface ImportDialogProps extends ImportProps {
  readonly notation: Notation;
}

/** Takes many pairs at once: says what cannot be read, and shows what was read before it is used. */
export function ImportDialog({ notation, ...props }: ImportDialogProps) {
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={notation === 'table' ? 'Import pairs' : 'Formats and name pairs'}
      closeButtonProps={{ 'aria-label': 'Close' }}
      size="xl"
      closeOnClickOutside={false}
    >
      <Stack gap="sm">
        {notation === 'table' ? <TableImport {...props} /> : <FormatsImport {...props} />}
      </Stack>
    </Modal>
  );
}
