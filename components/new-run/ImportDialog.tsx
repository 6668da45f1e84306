'use client';

import { Stack } from '@mantine/core';
import { Dialog } from '../dialog/Dialog';
import type { Import_PairFragment } from '../generated/graphql';
import type { PlainPair } from './draft';
import { FormatsImport } from './FormatsImport';
import { TableImport } from './TableImport';
import type { Mode } from './TakePairs';

export type Notation = 'formats' | 'table';

/** A pair with the roles that a file gives, at positions with BOS. */
export interface ImportedPair extends PlainPair {
  readonly roles?: Import_PairFragment['roles'];
}

export interface ImportProps {
  /** Model whose tokenizer the pairs are checked with. */
  readonly model: string;
  /** Pairs in the form in which something is written. */
  readonly present: number;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** `what` names the pairs: '2 pairs from a table'. */
  readonly onPairs: (pairs: readonly ImportedPair[], mode: Mode, what: string) => void;
  /** Answers of several tokens were kept, for a run that reads them as a whole. */
  readonly onWhole?: () => void;
  readonly onClose: () => void;
  /** Whether pairs of all lengths are taken, as a prompt set does, and how many. Without it: those of a run. */
  readonly limit?: number;
}

interface ImportDialogProps extends ImportProps {
  readonly notation: Notation;
}

/** Takes many pairs at once: says what cannot be read, and shows what was read before it is used. */
export function ImportDialog({ notation, ...props }: ImportDialogProps) {
  return (
    <Dialog
      onClose={props.onClose}
      title={notation === 'table' ? 'Import pairs' : 'Formats and name pairs'}
      size="xl"
      closeOnClickOutside={false}
    >
      <Stack gap="sm">
        {notation === 'table' ? <TableImport {...props} /> : <FormatsImport {...props} />}
      </Stack>
    </Dialog>
  );
}
