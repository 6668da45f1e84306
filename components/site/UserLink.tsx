import Link from 'next/link';
import { hasOwnName } from '../../domain/user-name';
import { PAGE_AUTHOR } from '../../domain/page-author';
import classes from './UserLink.module.css';

interface UserLinkProps {
  readonly user: { readonly id: string; readonly name: string };
  /** Whether a citation of the page names this user as its author. A guest without a name is never named. */
  readonly isCited?: boolean;
}

/** The name of a user, as a link to what the user has published. */
export function UserLink({ user, isCited = false }: UserLinkProps) {
  const { id, name } = user;
  const marks = isCited && hasOwnName(user) ? { [PAGE_AUTHOR]: '' } : {};
  return (
    <Link href={`/people/${encodeURIComponent(id)}`} prefetch={false} className={classes.name} {...marks}>
      {name}
    </Link>
  );
}
