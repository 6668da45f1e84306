'use client';

import { useEffect, useState, type ComponentType } from 'react';
import { isPrintKey } from './print-key';
import './print.css';

/** Signs of a reader, who may print: what prepares the page is loaded by the first one. */
const SIGNS = ['pointermove', 'touchstart', 'keydown', 'scroll'] as const;

/**
 * Prepares the page for paper when it is printed. Ctrl+P and the search draw first what waits until it comes into view; the browser's own
 * menu cannot wait, and a line says what it leaves out.
 */
export function PrintedPage() {
  const [Paper, setPaper] = useState<ComponentType | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    let loading: ReturnType<typeof loadPaper> | null = null;
    const load = (event: Event): void => {
      // Until it is loaded, the key of printing waits for it.
      const isPrint = event instanceof KeyboardEvent && isPrintKey(event);
      if (isPrint) event.preventDefault();
      loading ??= loadPaper();
      void loading.then((module) => {
        controller.abort();
        setPaper(() => module.Paper);
        if (isPrint) void module.drawAndPrint();
      });
    };
    for (const sign of SIGNS) window.addEventListener(sign, load, { signal: controller.signal });
    return () => controller.abort();
  }, []);
  return Paper && <Paper />;
}

const loadPaper = () => import('./Paper');
