'use client';

import { Button, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Notice } from '../site/Notice';
import { authClient, readAuthError } from './auth-client';

interface ListedPasskey {
  readonly id: string;
  readonly name?: string | undefined;
}

/** @throws Error when the server cannot be reached. */
async function listPasskeys(): Promise<readonly ListedPasskey[]> {
  const { data } = await authClient().passkey.listUserPasskeys({ fetchOptions: { throw: false } });
  return data ?? [];
}

/** The passkeys of the account: sign-in with a device instead of a password. */
export function Passkeys() {
  const [passkeys, setPasskeys] = useState<readonly ListedPasskey[] | null>(null);
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const change = (work: () => Promise<{ error?: Parameters<typeof readAuthError>[0] | null }>): void => {
    setProblem(null);
    work()
      .then(async ({ error }) => {
        if (error) return setProblem(readAuthError(error).message);
        setName('');
        setPasskeys(await listPasskeys());
      })
      .catch(() => setProblem(readAuthError({}).message));
  };
  useEffect(() => {
    listPasskeys().then(setPasskeys, () => setProblem(readAuthError({}).message));
  }, []);
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm" c="dimmed">
        A passkey is kept by a device or a password manager. It works for the host name under which it was
        added; browsers refuse it for an IP address such as 127.0.0.1.
      </Text>
      {passkeys?.length === 0 && <Text size="sm">You have no passkey.</Text>}
      {passkeys !== null && passkeys.length > 0 && (
        <List size="sm" aria-label="Passkeys">
          {passkeys.map(({ id, name: label }) => (
            <List.Item key={id}>
              <Group gap="xs">
                {label ?? 'Passkey'}
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Remove the passkey ${label ?? ''}`}
                  onClick={() => change(() => authClient().passkey.deletePasskey({ id }))}
                >
                  Remove
                </Button>
              </Group>
            </List.Item>
          ))}
        </List>
      )}
      {problem && <Notice tone="error">{problem}</Notice>}
      <Group align="flex-end" gap="xs">
        <TextInput
          label="Name of a new passkey"
          placeholder="Which device?"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={name.trim() === ''}
          onClick={() => change(async () => (await authClient().passkey.addPasskey({ name })) ?? {})}
        >
          Add passkey
        </Button>
      </Group>
    </Stack>
  );
}
