/** Every page loads what this file is made of, so it has no components of the library. */
import Link from 'next/link';
import { EmptyState } from '../components/site/EmptyState';

export default function NotFound() {
  return (
    <EmptyState
      picture="missing"
      title="Page not found"
      heading="h1"
      actions={
        <>
          <Link href="/" prefetch={false}>
            Browse the gallery
          </Link>
          <Link href="/runs" prefetch={false}>
            Look at recent runs
          </Link>
        </>
      }
    >
      The address may be mistyped, its content was deleted, or it is private: only its owner can open it then,
      signed in.
    </EmptyState>
  );
}
