'use client';

import { lazy, Suspense, type Dispatch } from 'react';
import { withClient } from '../apollo/browser-client';
import { areBlank, type DraftRow } from './draft';
import type { FormAction } from './form-state';
import type { Notation } from './ImportDialog';
import { takeImported } from './take-imported';

const ImportDialog = lazy(() =>
  withClient(import('./ImportDialog')).then((module) => ({ default: module.ImportDialog })),
);

/** What was pasted into each dialog. It stays when a dialog is closed. */
export type ImportTexts = Readonly<Record<Notation, string>>;

interface ImportPanelProps {
  /** The open dialog; null for none. */
  readonly notation: Notation | null;
  readonly model: string;
  readonly texts: ImportTexts;
  readonly onTexts: (texts: ImportTexts) => void;
  readonly rows: readonly DraftRow[];
  readonly dispatch: Dispatch<FormAction>;
  readonly onClose: () => void;
}

/** The dialogs that import many pairs. */
export function ImportPanel({ notation, model, texts, onTexts, rows, dispatch, onClose }: ImportPanelProps) {
  if (notation === null) return null;
  return (
    <Suspense fallback={null}>
      <ImportDialog
        notation={notation}
        model={model}
        present={rows.filter((row) => !areBlank([row])).length}
        text={texts[notation]}
        onText={(text) => onTexts({ ...texts, [notation]: text })}
        onClose={onClose}
        onWhole={() => dispatch({ type: 'set', settings: { wholeAnswers: true } })}
        onPairs={(imported, mode, what) => {
          const pairs = imported.map(takeImported);
          dispatch(mode === 'append' ? { type: 'append', pairs } : { type: 'replace', pairs, what });
          onClose();
        }}
      />
    </Suspense>
  );
}
