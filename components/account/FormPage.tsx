import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './account.module.css';

interface FormPageProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A page that is one small form, such as Sign in: in the middle, without a frame on phones. */
export function FormPage({ title, children }: FormPageProps) {
  return (
    <div className={classes.card} data-wide>
      <Title order={1} mb="md">
        {title}
      </Title>
      {children}
    </div>
  );
}
