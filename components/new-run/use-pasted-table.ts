'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { PAIR_FIELDS, type PairField } from './draft';
import { isTable } from './paste-table';

/** A table that was pasted into a text field, and what the field held before. */
export interface PastedTable {
  readonly text: string;
  readonly rowId: number;
  readonly field: PairField;
  readonly before: string;
}

export interface PastedTableState {
  /** The table that is offered for import; null for none. */
  readonly offer: PastedTable | null;
  readonly dismiss: () => void;
}

/**
 * Takes a table that is pasted anywhere on the page to the import; one that is pasted into a prompt or an answer stays there, and
 * its import is offered.
 */
export function usePastedTable(onImport: (text: string) => void): PastedTableState {
  const [offer, setOffer] = useState<PastedTable | null>(null);
  const take = useEffectEvent((event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text') ?? '';
    const target = event.target instanceof Element ? event.target : null;
    if (!isTable(text) || document.querySelector('[role="dialog"]')) return;
    const field = target?.closest('input, textarea, [contenteditable]');
    if (!field) {
      event.preventDefault();
      onImport(text);
      return;
    }
    const [, id, name] = /^pair-(\d+)-(\w+)$/.exec(field.id) ?? [];
    const known = PAIR_FIELDS.find((one) => one === name);
    if (!known || !(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return;
    setOffer({ text, rowId: Number(id), field: known, before: field.value });
  });
  useEffect(() => {
    const listen = (event: ClipboardEvent): void => take(event);
    document.addEventListener('paste', listen);
    return () => document.removeEventListener('paste', listen);
  }, []);
  return { offer, dismiss: () => setOffer(null) };
}
