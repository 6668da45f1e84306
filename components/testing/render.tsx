/** Rendering for component tests: a Mantine provider, and stand-ins for what jsdom lacks. */
import { MantineProvider } from '@mantine/core';
import { configure, render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { lateMenuFrame } from '../floating/LateMenu';
import { lateTooltipFrame } from '../floating/LateTooltip';
import { lateViewPanel } from '../sweep/ViewMenu';
import { loadDialogFrame } from '../dialog/load-dialog-frame';

// Tests wait for conditions, whatever the speed of the machine.
configure({ asyncUtilTimeout: 30_000 });
// As on a page, where the first press does it.
await Promise.all([loadDialogFrame(), lateMenuFrame.load(), lateTooltipFrame.load(), lateViewPanel.load()]);

/** A picture that was drawn on a canvas. */
export interface Drawn {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** Renders within Mantine. `drawn` holds the pictures that were drawn on canvases, oldest first. */
export function renderInPage(content: ReactNode): RenderResult & { readonly drawn: Drawn[] } {
  const drawn: Drawn[] = [];
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({
    createImageData: (width: number, height: number) => ({
      width,
      height,
      data: new Uint8ClampedArray(4 * width * height),
    }),
    putImageData: (image: Drawn) => drawn.push(image),
    // Numbers inside of cells.
    scale: () => {},
    fillText: () => {},
    // Attention patterns.
    ...Object.fromEntries(
      'setTransform clearRect drawImage strokeRect beginPath rect clip save restore translate rotate'
        .split(' ')
        .map((name) => [name, () => {}]),
    ),
  } as unknown as RenderingContext);
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  );
  const page = render(content, { wrapper: Page });
  return Object.assign(page, { drawn });
}

function Page({ children }: { readonly children: ReactNode }) {
  return <MantineProvider env="test">{children}</MantineProvider>;
}
