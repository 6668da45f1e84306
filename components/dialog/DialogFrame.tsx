'use client';

import { Modal, type ModalProps } from '@mantine/core';

/** The frame of a dialog. Mantine's is as large as a page's own code, so it is loaded with the first dialog. */
export function DialogFrame(props: Omit<ModalProps, 'opened'>) {
  return <Modal opened returnFocus={false} closeButtonProps={{ 'aria-label': 'Close' }} {...props} />;
}
