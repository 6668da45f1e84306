'use client';

import { useEffect, useRef, useState } from 'react';

/**
 * Gives the focus back when the component is unmounted, if it would be lost otherwise. Mantine does this for dialogs that are closed, not
 * for those that are unmounted.
 */
export function useReturnFocus(): void {
  const [origin] = useState(findOrigin);
  const isMounted = useRef(false);
  useEffect(() => {
    const page = document;
    isMounted.current = true;
    return () => {
      isMounted.current = false;
      // After the elements of the dialog have left the page.
      setTimeout(() => {
        const { activeElement } = page;
        const isLost = activeElement === null || activeElement === page.body || !activeElement.isConnected;
        if (!isMounted.current && isLost && origin?.isConnected) origin.focus({ preventScroll: true });
      });
    };
  }, [origin]);
}

/** The element with the focus; for an item of a menu, which closes, the button of the menu. */
function findOrigin(): HTMLElement | SVGElement | null {
  if (typeof document === 'undefined') return null;
  const { activeElement } = document;
  const button = activeElement?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  // oxlint-disable-next-line unicorn/prefer-query-selector -- ids of React have characters that selectors must escape
  const origin = button ? document.getElementById(button) : activeElement;
  return origin instanceof HTMLElement || origin instanceof SVGElement ? origin : null;
}
