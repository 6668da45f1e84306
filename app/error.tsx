'use client';

/** Every page loads this file, so it has no components of the library. */
import { EmptyState } from '../components/site/EmptyState';
import classes from './error.module.css';

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <EmptyState
      picture="failed"
      title="This page could not be shown"
      heading="h1"
      actions={
        <button type="button" className={classes.again} onClick={reset}>
          Try again
        </button>
      }
    >
      An unexpected error occurred on the server{error.digest ? ` (${error.digest} in its log)` : ''}. Saved
      data is not affected.
    </EmptyState>
  );
}
