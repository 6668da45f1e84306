import type { NewRunOptionsQuery } from '../generated/graphql';
import { Notice } from '../site/Notice';
import { TextLink } from '../site/Links';

interface WantedModelProps {
  /** Id in the page's address; empty for none. */
  readonly wanted: string;
  readonly models: NewRunOptionsQuery['models'];
}

/** Says why the form does not have the model that the address asks for; nothing where it can be used. */
export function WantedModel({ wanted, models }: WantedModelProps) {
  const found = models.find(({ id }) => id === wanted);
  if (wanted === '' || found?.installed) return null;
  return (
    <Notice tone="warning">
      {found ? (
        <>
          The model “{wanted}” cannot be used: {found.unavailable}
        </>
      ) : (
        <>
          There is no model “{wanted}” on this site. <TextLink href="/models">Models</TextLink> lists those
          that there are.
        </>
      )}
    </Notice>
  );
}
