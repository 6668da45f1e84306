'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { readError } from '../apollo/read-error';
import { DeleteAccountDocument } from '../generated/graphql';
import { Notice } from '../site/Notice';
import { openPage } from './auth-client';
import { PasswordField } from './PasswordField';

/** Deletes the account, after a second click. @param hasAccount false for a guest. */
export function DeleteAccount({ hasAccount }: { readonly hasAccount: boolean }) {
  const [isAsked, setAsked] = useState(false);
  const [password, setPassword] = useState('');
  const [remove, { loading, error }] = useMutation(DeleteAccountDocument);
  const what = hasAccount ? 'account' : 'identity';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    remove({ variables: { password: hasAccount ? password : null } }).then(
      () => openPage('/'),
      () => {},
    );
  };
  const refusal = error ? readError(error) : null;
  const issue = refusal?.issues.find(({ path }) => path === 'password')?.message;
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm" c="dimmed">
        Runs, access tokens and sessions are deleted. Published findings and their runs stay, by “deleted
        user”. This cannot be undone.
      </Text>
      {isAsked ? (
        <form onSubmit={submit} aria-label={`Delete ${what}`}>
          <Stack gap="sm">
            {hasAccount && (
              <PasswordField
                label="Password of the account"
                isOptional
                value={password}
                onChange={setPassword}
                error={issue}
              />
            )}
            {refusal && issue === undefined && <Notice tone="error">{refusal.message}</Notice>}
            <Group gap="xs">
              <Button type="submit" color="red" loading={loading}>
                Delete everything
              </Button>
              <Button variant="default" onClick={() => setAsked(false)}>
                Cancel
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Button variant="default" onClick={() => setAsked(true)}>
          Delete {what}
        </Button>
      )}
    </Stack>
  );
}
