'use client';

import { Button, Group, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Notice } from '../site/Notice';
import { authClient, readAuthError } from './auth-client';

/** Id of the connection with GitHub; null when there is none. */
async function findGithub(): Promise<string | null> {
  const { data } = await authClient().listAccounts();
  return data?.find(({ providerId }) => providerId === 'github')?.id ?? null;
}

/** Connects the account with one at GitHub, or disconnects it. */
export function GithubLink() {
  const [accountId, setAccountId] = useState<string | null | undefined>(undefined);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (work: () => Promise<{ error: Parameters<typeof readAuthError>[0] | null }>): void => {
    setProblem(null);
    work()
      .then(({ error }) =>
        error ? setProblem(readAuthError(error).message) : findGithub().then(setAccountId),
      )
      .catch(() => setProblem(readAuthError({}).message));
  };
  useEffect(() => {
    findGithub().then(setAccountId, () => setProblem(readAuthError({}).message));
  }, []);
  return (
    <>
      <Group gap="xs">
        <Text size="sm">{accountId ? 'Connected with GitHub.' : 'Not connected with GitHub.'}</Text>
        {accountId === null && (
          <Button
            size="xs"
            variant="default"
            onClick={() =>
              change(() => authClient().linkSocial({ provider: 'github', callbackURL: '/account' }))
            }
          >
            Connect GitHub
          </Button>
        )}
        {accountId && (
          <Button
            size="xs"
            variant="default"
            onClick={() => change(() => authClient().unlinkAccount({ accountId }))}
          >
            Disconnect GitHub
          </Button>
        )}
      </Group>
      {problem && <Notice tone="error">{problem}</Notice>}
    </>
  );
}
