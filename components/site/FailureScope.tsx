'use client';

import { Box } from '@mantine/core';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { AwayNotice } from './AwayNotice';
import { FailureContext } from './failure-scope';

/** A part of a page that says once, above its content, that the server cannot be reached. */
export function FailureScope({ children }: { readonly children: ReactNode }) {
  const [retries, setRetries] = useState<ReadonlySet<() => void>>(new Set());
  const add = useCallback((retry: () => void) => {
    setRetries((all) => new Set([...all, retry]));
    return () => setRetries((all) => new Set([...all].filter((other) => other !== retry)));
  }, []);
  const scope = useMemo(() => ({ add }), [add]);
  return (
    <FailureContext value={scope}>
      {retries.size > 0 && (
        <Box mb="xs">
          <AwayNotice onRetry={() => retries.forEach((retry) => retry())} />
        </Box>
      )}
      {children}
    </FailureContext>
  );
}
