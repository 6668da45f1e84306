'use client';

/** Every page loads this file, so it has no components of the library and no picture. */
import empty from '../components/site/empty-state.module.css';
import classes from './error.module.css';

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <div className={empty.empty}>
      <h1 className={empty.title}>This page could not be shown</h1>
      <p className={empty.text}>
        An unexpected error occurred on the server{error.digest ? ` (${error.digest} in its log)` : ''}. Saved
        data is not affected.
      </p>
      <button type="button" className={classes.again} onClick={reset}>
        Try again
      </button>
    </div>
  );
}
