/** Names that the site gives to users who have none of their own. */

/** The name of a user who has deleted the account. */
export const DELETED_NAME = 'deleted user';

/** The name of a guest who has chosen none. */
export function nameGuest(id: string): string {
  return `Guest ${id.slice(0, 4)}`;
}

/** Whether a user has a name of their own, by which a work of theirs can be cited. */
export function hasOwnName({ id, name }: { readonly id: string; readonly name: string }): boolean {
  return name !== nameGuest(id) && name !== DELETED_NAME;
}
