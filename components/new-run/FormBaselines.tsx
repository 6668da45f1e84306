'use client';

import { useState, type Dispatch } from 'react';
import type { Preview_BaselineFragment } from '../generated/graphql';
import { BaselineLook } from './BaselineLook';
import type { DraftSettings } from './draft';
import type { FormAction } from './form-state';
import { NO_FILTER } from './pair-filter';

interface FormBaselinesProps {
  /** Null unless it belongs to the present pairs. */
  readonly baseline: Preview_BaselineFragment | null;
  readonly isPending: boolean;
  readonly filter: DraftSettings['filter'];
  /** Whether the run may have a filter: a fork of a finding has none. */
  readonly canFilter: boolean;
  readonly dispatch: Dispatch<FormAction>;
}

/** Baselines of the pairs in the form. While changed pairs are checked, the last ones stay, so that the page does not jump. */
export function FormBaselines({ baseline, isPending, filter, canFilter, dispatch }: FormBaselinesProps) {
  const [last, setLast] = useState(baseline);
  if (baseline !== null && baseline !== last) setLast(baseline);
  const shown = baseline ?? (isPending ? last : null);
  if (shown === null) return null;
  return (
    <section aria-label="Baselines of the pairs">
      <BaselineLook
        pairs={shown.perPrompt.map(({ clean, corrupted }, index) => ({ index, clean, corrupted }))}
        filter={canFilter ? (filter ?? NO_FILTER) : NO_FILTER}
        onFilter={canFilter ? (chosen) => dispatch({ type: 'set', settings: { filter: chosen } }) : null}
      />
    </section>
  );
}
