'use client';

import { useEffect } from 'react';
import { usePageActions } from '../actions/page-actions';
import { SITE_NAME } from '../../domain/site-name';
import { seeAll } from '../site/use-seen';
import { fitCharts, fitTables } from './fit-paper';
import { isPrintKey } from './print-key';
import { isWaiting, setPrinting, useIsPrinting } from '../plot/printing';

const SCHEME = 'data-mantine-color-scheme';

/** Prepares the page for paper when it is printed, and names its address there; see `PrintedPage`. */
export function Paper() {
  const isPrinting = useIsPrinting();
  usePageActions([
    { id: 'print', label: 'Print this page', keywords: 'paper pdf', run: () => void drawAndPrint() },
  ]);
  useEffect(() => {
    const root = document.documentElement;
    let scheme: string | null = null;
    const begin = (): void => {
      scheme ??= root.getAttribute(SCHEME);
      const main = document.querySelector('main');
      if (main) {
        fitCharts(main);
        fitTables(main);
      }
      root.setAttribute(SCHEME, 'light');
      setPrinting(true);
      seeAll();
    };
    const end = (): void => {
      if (scheme !== null) root.setAttribute(SCHEME, scheme);
      scheme = null;
      setPrinting(false);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!isPrintKey(event) || !isWaiting()) return;
      event.preventDefault();
      void drawAndPrint();
    };
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
      window.removeEventListener('keydown', onKeyDown);
    };
  }, []);
  return (
    <div className="pb-print-only pb-print-source">
      {isPrinting && <span>{`${SITE_NAME} · ${window.location.href}`}</span>}
      <p className="pb-print-missing">
        Parts of this page that had not been drawn are left out. Print it with Ctrl+P, or scroll through it
        first.
      </p>
    </div>
  );
}

/** Draws what waits until it comes into view, and prints. What draws is loaded when it is needed: every page has this component. */
export async function drawAndPrint(): Promise<void> {
  const { drawAll } = await import('./draw-all');
  await drawAll();
  window.print();
}
