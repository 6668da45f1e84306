'use client';

import type { PairFilter } from '../../domain/pair-filter';
import { memo, useCallback, useDeferredValue, useMemo, useState, type Dispatch } from 'react';
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

/**
 * Baselines of the pairs in the form. While changed pairs are checked, the last ones stay, so that the page does not jump and typing
 * draws no chart. A check of other settings gives the same numbers, which draw no chart either.
 */
export const FormBaselines = memo(function FormBaselines(props: FormBaselinesProps) {
  const { baseline, isPending, filter, canFilter, dispatch } = props;
  const [last, setLast] = useState(baseline);
  if (baseline !== null && !haveSameNumbers(baseline, last)) setLast(baseline);
  const shown = useDeferredValue(baseline !== null || isPending ? last : null);
  const pairs = useMemo(
    () => shown?.perPrompt.map(({ clean, corrupted }, index) => ({ index, clean, corrupted })),
    [shown],
  );
  const setFilter = useCallback(
    (chosen: PairFilter) => dispatch({ type: 'set', settings: { filter: chosen } }),
    [dispatch],
  );
  if (!pairs) return null;
  return (
    <section aria-label="Baselines of the pairs">
      <BaselineLook
        pairs={pairs}
        filter={canFilter ? (filter ?? NO_FILTER) : NO_FILTER}
        onFilter={canFilter ? setFilter : null}
      />
    </section>
  );
});

function haveSameNumbers(a: Preview_BaselineFragment, b: Preview_BaselineFragment | null): boolean {
  return (
    a === b ||
    (a.perPrompt.length === b?.perPrompt.length &&
      a.perPrompt.every(({ clean, corrupted }, at) => {
        const other = b.perPrompt[at]!;
        return clean === other.clean && corrupted === other.corrupted;
      }))
  );
}
