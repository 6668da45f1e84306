'use client';

import { Modal, type ModalProps } from '@mantine/core';
import { useHeldPage } from './use-held-page';

/** The frame of a dialog. Mantine's is as large as a page's own code, so it is loaded with the first dialog. */
export function DialogFrame(props: Omit<ModalProps, 'opened'>) {
  // Mantine's own lock adds and removes a style sheet, after which the styles of the whole page are computed again.
  useHeldPage();
  return (
    <Modal
      opened
      returnFocus={false}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      {...props}
    />
  );
}
