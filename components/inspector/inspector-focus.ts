'use client';

import { useRef, type FocusEvent } from 'react';

/** Marks the inspector of the page. */
const MARK = 'data-inspector';

/** Moves the focus to the inspector, from where Escape returns. */
export function focusInspector(): void {
  document.querySelector<HTMLElement>(`[${MARK}]`)?.focus();
}

/** Remembers which plot the focus came from, and gives it back when the inspector closes. */
export function useInspectorFocus() {
  const origin = useRef<Element | null>(null);
  return {
    props: {
      [MARK]: true,
      onFocus: ({ relatedTarget, currentTarget }: FocusEvent): void => {
        if (relatedTarget instanceof Element && !currentTarget.contains(relatedTarget)) {
          origin.current = relatedTarget;
        }
      },
    },
    /** Without a plot that had the focus, it goes to the plot of the pinned cell. */
    giveBack: (): void => {
      const plot =
        origin.current?.closest('[role=application]') ??
        document.querySelector('[data-pinned-cell]')?.parentElement?.querySelector('[role=application]');
      if (plot instanceof SVGElement && plot.isConnected) plot.focus();
    },
  };
}
