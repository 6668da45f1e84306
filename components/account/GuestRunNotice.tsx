import { Text } from '@mantine/core';
import type { GuestRunNotice_QueryFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';

/** Tells a guest when runs are deleted; nothing for others, and where they are never deleted. */
export function GuestRunNotice({ site }: { readonly site: GuestRunNotice_QueryFragment }) {
  const { viewer, signInOptions } = site;
  const { guestRunDays: days, signUp } = signInOptions;
  if (viewer?.role !== 'GUEST' || days === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      Private runs of guests are deleted after {days === 1 ? 'a day' : `${days} days`} without a visit.
      {signUp && (
        <>
          {' '}
          <TextLink href="/sign-up">Sign up</TextLink> to keep them.
        </>
      )}
    </Text>
  );
}
