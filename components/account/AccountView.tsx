'use client';

import { useSuspenseQuery } from '@apollo/client/react';
import { Code, Stack, Text, Title } from '@mantine/core';
import { AccountPageDocument } from '../generated/graphql';
import { AccessTokenTable } from './AccessTokenTable';
import { NewAccessToken } from './NewAccessToken';

/** The viewer's identity and access tokens. */
export function AccountView() {
  const { data, refetch } = useSuspenseQuery(AccountPageDocument);
  const { viewer, isAdministrator } = data;
  const tokens = viewer?.accessTokens ?? [];
  return (
    <Stack gap="xl">
      <section aria-label="You">
        <Title order={2} mb="xs">
          You
        </Title>
        {viewer ? (
          <Text>
            You are <strong>{viewer.name}</strong>, with the id <Code>{viewer.id}</Code>. A cookie of this
            browser keeps this identity for a year.
          </Text>
        ) : (
          <Text>
            You have no identity yet. Your first run or access token makes one, and a cookie of this browser
            keeps it.
          </Text>
        )}
        {isAdministrator && <Text mt="xs">You are an administrator of this site.</Text>}
      </section>
      <section aria-label="Access tokens">
        <Title order={2}>Access tokens</Title>
        <Text size="sm" c="dimmed" mb="xs">
          A script that sends a token acts as you: its runs are yours, and you can publish them here.
        </Text>
        <Stack gap="md">
          {tokens.length > 0 && <AccessTokenTable tokens={tokens} refetch={refetch} />}
          <NewAccessToken refetch={refetch} />
        </Stack>
      </section>
    </Stack>
  );
}
