'use client';

/** Every page loads this file, so it has no components of the library. */
import classes from './error.module.css';

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <>
      <h1>This page could not be shown</h1>
      <p>
        An unexpected error occurred on the server{error.digest ? ` (${error.digest} in its log)` : ''}. Saved
        data is not affected.
      </p>
      <button type="button" className={classes.again} onClick={reset}>
        Try again
      </button>
    </>
  );
}
