import { TextLink } from '../site/Links';

/** An owner in a table; one that was deleted meanwhile has no name. */
export function OwnerName({ owner }: { readonly owner: { id: string; name: string } | null }) {
  if (owner === null) return <>deleted</>;
  return (
    <TextLink inherit href={`/people/${owner.id}`}>
      {owner.name}
    </TextLink>
  );
}
