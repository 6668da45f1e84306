import Link from 'next/link';
import classes from './UserLink.module.css';

interface UserLinkProps {
  readonly user: { readonly id: string; readonly name: string };
}

/** The name of a user, as a link to what the user has published. */
export function UserLink({ user: { id, name } }: UserLinkProps) {
  return (
    <Link href={`/people/${encodeURIComponent(id)}`} prefetch={false} className={classes.name}>
      {name}
    </Link>
  );
}
