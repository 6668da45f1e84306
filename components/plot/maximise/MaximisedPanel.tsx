'use client';

import { useViewportSize } from '@mantine/hooks';
import { useEffect, useRef, type ReactNode } from 'react';
import { Dialog } from '../../dialog/Dialog';
import { afterFrame } from '../../scroll/after-frame';
import classes from './maximise.module.css';

/** Room around a maximised plot: padding, title, colour bar and read-out. */
const BORDER = { width: 64, height: 150 };

interface MaximisedPanelProps {
  readonly title: string;
  readonly onClose: () => void;
  /** Draws the plot in at most this many pixels. */
  readonly children: (room: { readonly width: number; readonly height: number }) => ReactNode;
}

/** A plot as large as the screen. Escape closes it. */
export function MaximisedPanel({ title, onClose, children }: MaximisedPanelProps) {
  const { width, height } = useViewportSize();
  const root = useRef<HTMLDivElement>(null);
  const cancelClose = useRef<() => void>(undefined);
  useEffect(() => () => cancelClose.current?.(), []);
  /** What is in the panel may take long to remove, so it is made invisible first, which lays out nothing. */
  const close = (): void => {
    if (root.current) root.current.style.opacity = '0';
    cancelClose.current = afterFrame(onClose);
  };
  return (
    <Dialog
      ref={root}
      fullScreen
      onClose={close}
      // React passes it on to what opened the panel, where it would release the pinned cell, too.
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.stopPropagation();
      }}
      title={title}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close the maximised plot' }}
      classNames={{ body: classes.body!, title: classes.title! }}
    >
      {width > 0 && children({ width: width - BORDER.width, height: height - BORDER.height })}
    </Dialog>
  );
}
