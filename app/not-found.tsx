/** Every page loads what this file is made of, so it has no components of the library. */
import Link from 'next/link';
import classes from './not-found.module.css';

export default function NotFound() {
  return (
    <>
      <h1 className={classes.title}>Page not found</h1>
      <p className={classes.text}>
        The address may be mistyped, its content was deleted, or it is private: only its owner can open it
        then, signed in.{' '}
        <Link href="/" prefetch={false}>
          Browse the gallery
        </Link>{' '}
        or{' '}
        <Link href="/runs" prefetch={false}>
          look at recent runs
        </Link>
        .
      </p>
    </>
  );
}
