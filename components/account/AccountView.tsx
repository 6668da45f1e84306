'use client';

import { useQuery } from '@apollo/client/react';
import { Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { AccountPageDocument, type AccountPageQuery } from '../generated/graphql';
import { LinkButton, TextLink } from '../site/Links';
import { AccessTokenTable } from './AccessTokenTable';
import { authClient, openPage } from './auth-client';
import { ChangePasswordForm } from './ChangePasswordForm';
import { DeleteAccount } from './DeleteAccount';
import { GithubLink } from './GithubLink';
import { GuestRunNotice } from './GuestRunNotice';
import { NameForm } from './NameForm';
import { NewAccessToken } from './NewAccessToken';
import { Passkeys } from './Passkeys';
import { SessionTable } from './SessionTable';

/**
 * The viewer's identity, ways to sign in, sessions, access tokens and data.
 *
 * @param initial what the server has read for the page; asked again in the browser, so that changes are shown.
 */
export function AccountView({ initial }: { readonly initial: AccountPageQuery }) {
  const { data = initial, refetch } = useQuery(AccountPageDocument, { ssr: false });
  const { viewer, isAdministrator, signInOptions } = data;
  const tokens = viewer?.accessTokens ?? [];
  const email = viewer?.email ?? null;
  return (
    <Stack gap="xl">
      <Section title="You">
        <Stack gap="sm" align="flex-start">
          {viewer ? (
            <Text>
              You are <strong>{viewer.name}</strong>, with the id <Code>{viewer.id}</Code>.{' '}
              {email === null
                ? 'You are a guest: a cookie of this browser keeps this identity until a year after your last visit.'
                : `You sign in as ${email}.`}
            </Text>
          ) : (
            <Text>
              You have no identity yet. Your first run or access token makes one, and a cookie of this browser
              keeps it.
            </Text>
          )}
          <GuestRunNotice site={data} />
          {viewer && (
            <Group gap="xs">
              <LinkButton href="/notifications" variant="default" size="xs">
                Notifications
              </LinkButton>
              <LinkButton href="/stars" variant="default" size="xs">
                Starred findings
              </LinkButton>
            </Group>
          )}
          {isAdministrator && (
            <Text>
              You are an administrator of this site.{' '}
              <TextLink href="/administration">State of the site</TextLink>,{' '}
              <TextLink href="/moderation">reports and audit log</TextLink>
            </Text>
          )}
          {viewer && <NameForm name={viewer.name} />}
          {email === null ? (
            <SignInLinks signUp={signInOptions.signUp} isGuest={viewer !== null} />
          ) : (
            <SignOut />
          )}
        </Stack>
      </Section>
      {email !== null && (
        <>
          <Section title="Password">
            <ChangePasswordForm refetch={refetch} />
          </Section>
          <Section title="Passkeys">
            <Passkeys />
          </Section>
          {signInOptions.github && (
            <Section title="GitHub">
              <GithubLink />
            </Section>
          )}
          <Section title="Sessions">
            <SessionTable sessions={viewer?.sessions ?? []} refetch={refetch} />
          </Section>
        </>
      )}
      <Section title="Access tokens">
        <Text size="sm" c="dimmed" mb="xs">
          A script that sends a token acts as you: its runs are yours, and you can publish them here.
        </Text>
        <Stack gap="md">
          {tokens.length > 0 && <AccessTokenTable tokens={tokens} refetch={refetch} />}
          <NewAccessToken refetch={refetch} />
        </Stack>
      </Section>
      {viewer && (
        <>
          <Section title="Your data">
            <Text size="sm" c="dimmed" mb="xs">
              Everything that the site stores of you, as JSON: runs with their numbers, findings, comments,
              sessions.
            </Text>
            <Button component="a" href="/api/account/export" download variant="default">
              Download your data
            </Button>
          </Section>
          <Section title="Deletion">
            <DeleteAccount hasAccount={email !== null} />
          </Section>
        </>
      )}
    </Stack>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={2} mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}

function SignInLinks({ signUp, isGuest }: { readonly signUp: boolean; readonly isGuest: boolean }) {
  return (
    <Group gap="xs">
      {signUp && (
        <LinkButton href="/sign-up?next=/account">
          {isGuest ? 'Sign up and keep everything' : 'Sign up'}
        </LinkButton>
      )}
      <LinkButton href="/sign-in?next=/account" variant="default">
        Sign in
      </LinkButton>
    </Group>
  );
}

function SignOut() {
  return (
    <Button
      variant="default"
      onClick={() => {
        authClient()
          .signOut()
          .then(() => openPage('/'))
          .catch(() => openPage('/account'));
      }}
    >
      Sign out
    </Button>
  );
}
