import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Notice.module.css';

interface NoticeProps {
  readonly title?: string;
  readonly tone?: 'info' | 'warning' | 'error';
  readonly children: ReactNode;
}

const COLOURS = { info: 'blue', warning: 'yellow', error: 'red' };
/** Warnings have one colour on all pages, in texts, marks and here. */
const TONES = {
  info: 'var(--mantine-color-blue-6)',
  warning: 'var(--pb-warning)',
  error: 'var(--mantine-color-red-6)',
};

/** A message: information, a warning or an error. */
export function Notice({ title, tone = 'info', children }: NoticeProps) {
  return (
    <Alert
      variant="light"
      color={COLOURS[tone]}
      title={title}
      role={tone === 'error' ? 'alert' : 'status'}
      className={classes.notice}
      // The colour of Mantine's alerts is nearly white on dark pages, whatever the tone.
      style={{ '--tone': TONES[tone] }}
    >
      {children}
    </Alert>
  );
}
