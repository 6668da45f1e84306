'use client';

import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';

interface LimitFieldProps {
  /** Title of the section. */
  readonly section: string;
  /** Null for the largest value. */
  readonly limit: number | null;
  readonly largest: number;
  readonly onLimit: (limit: number | null) => void;
}

/** Sets the limit of a section's colour scale. Empty: the largest value of the section. */
export function LimitField({ section, limit, largest, onLimit }: LimitFieldProps) {
  /** What is being typed; null while the field does not have the focus. */
  const [draft, setDraft] = useState<string | null>(null);
  const type = (text: string): void => {
    const digits = keepNumber(text);
    setDraft(digits);
    const typed = Number(digits);
    onLimit(typed > 0 ? Math.min(MAX_LIMIT, typed) : null);
  };
  const shown = draft ?? (limit === null ? '' : String(limit));
  return (
    <TextInput
      size="xs"
      w={118}
      leftSection={
        <Text span size="xs" c="dimmed">
          scale
        </Text>
      }
      leftSectionWidth={46}
      leftSectionPointerEvents="none"
      inputMode="decimal"
      title="Limit of the colour scale. Empty: the largest value"
      aria-label={`Colour limit of ${section}`}
      placeholder={`±${largest.toFixed(2)}`}
      value={shown === '' ? '' : `±${shown}`}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={() => setDraft(null)}
    />
  );
}

const MAX_LIMIT = 9999;

/** The digits of a text, with one point and at most four decimals. */
function keepNumber(text: string): string {
  const [whole = '', ...decimals] = text.replaceAll(/[^\d.]/g, '').split('.');
  return decimals.length === 0 ? whole : `${whole}.${decimals.join('').slice(0, 4)}`;
}
