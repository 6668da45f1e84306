'use client';

import { Modal, type ModalProps } from '@mantine/core';
import { useReturnFocus } from './use-return-focus';

type DialogProps = Omit<ModalProps, 'opened' | 'returnFocus'>;

/** A dialog that is open while it is mounted. Its cross has a name, and the focus goes back to where it came from. */
export function Dialog(props: DialogProps) {
  useReturnFocus();
  return <Modal opened returnFocus={false} closeButtonProps={{ 'aria-label': 'Close' }} {...props} />;
}
