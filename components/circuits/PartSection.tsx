'use client';

import { Skeleton, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '../site/Notice';
import { RequestProblem } from '../site/RequestProblem';

/** One part of an evaluation on its way. */
export interface LoadedPart<T> {
  /** Null for a part that was not stored. */
  readonly data: T | null | undefined;
  readonly error?: unknown;
  /** Asks again. */
  readonly refetch?: () => unknown;
}

interface PartSectionProps<T> {
  readonly title: string;
  readonly part: LoadedPart<T>;
  readonly children: (data: T) => ReactNode;
}

/** A part of an evaluation: its title, and its content once it is computed. */
export function PartSection<T>({ title, part: { data, error, refetch }, children }: PartSectionProps<T>) {
  return (
    <section aria-label={title}>
      <Stack gap="xs">
        <Title order={2}>{title}</Title>
        {data && children(data)}
        {data === null && (
          <Notice>Not stored: this part was too costly for this circuit. Evaluate a smaller one.</Notice>
        )}
        {data === undefined &&
          (error ? (
            <RequestProblem error={error} tone="warning" {...(refetch && { onRetry: refetch })} />
          ) : (
            <Skeleton height={220} aria-label={`${title} is being computed`} role="status" />
          ))}
      </Stack>
    </section>
  );
}
