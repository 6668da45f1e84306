import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Notice.module.css';

interface NoticeProps {
  readonly title?: string;
  readonly tone?: 'info' | 'warning' | 'error';
  readonly children: ReactNode;
}

const COLOURS = { info: 'blue', warning: 'yellow', error: 'red' };

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
      style={{ '--tone': `var(--mantine-color-${COLOURS[tone]}-6)` }}
    >
      {children}
    </Alert>
  );
}
