'use client';

import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { RunStatus } from '../../domain/run-status';

const TEXTS = {
  QUEUED: 'The run is queued.',
  RUNNING: 'The run is being computed.',
  SUCCEEDED: 'The run has succeeded. Its results are below.',
  FAILED: 'The run has failed.',
  CANCELLED: 'The run was cancelled.',
} as const satisfies Readonly<Record<RunStatus, string>>;

/** Says the status of a run when its page opens, and whenever it changes. */
export function RunStatusSpoken({ status }: { readonly status: RunStatus }) {
  const [said, setSaid] = useState('');
  const last = useRef<RunStatus | null>(null);
  useEffect(() => {
    // A region that is filled when it appears is not read.
    const timer = setTimeout(() => {
      if (last.current !== status) setSaid(TEXTS[status]);
      last.current = status;
    }, 100);
    return () => clearTimeout(timer);
  }, [status]);
  return (
    <VisuallyHidden role="status" data-testid="spoken-status">
      {said}
    </VisuallyHidden>
  );
}
