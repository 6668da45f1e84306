import Link from 'next/link';
import type { ViewerLink_UserFragment } from '../generated/graphql';
import classes from './PageFrame.module.css';

/** Who the visitor is, in the header: a link to the account, and to the page for signing in. */
export function ViewerLink({ viewer }: { readonly viewer: ViewerLink_UserFragment | null }) {
  return (
    <div className={classes.viewer}>
      {viewer && (
        <Link href="/account" prefetch={false} className={classes.link} title="Your account">
          {viewer.name}
        </Link>
      )}
      {!viewer?.email && (
        <Link href="/sign-in" prefetch={false} className={classes.link}>
          Sign in
        </Link>
      )}
    </div>
  );
}
