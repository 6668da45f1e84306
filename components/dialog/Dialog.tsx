'use client';

import type { ModalProps } from '@mantine/core';
import dynamic from 'next/dynamic';
import { createElement, useState } from 'react';
import { findDialogFrame, loadDialogFrame } from './load-dialog-frame';
import { useReturnFocus } from './use-return-focus';

const LateFrame = dynamic(loadDialogFrame, { ssr: false });

type DialogProps = Omit<ModalProps, 'opened' | 'returnFocus'>;

/** A dialog that is open while it is mounted. Its cross has a name, and the focus goes back to where it came from. */
export function Dialog(props: DialogProps) {
  useReturnFocus();
  // The same one as long as it is mounted: another one would lose what was typed.
  const [frame] = useState(() => findDialogFrame() ?? LateFrame);
  return createElement(frame, props);
}
