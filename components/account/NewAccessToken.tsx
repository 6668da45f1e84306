'use client';

import { useMutation } from '@apollo/client/react';
import { Button, CopyButton, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { MAX_ACCESS_TOKEN_NAME } from '../../domain/limits';
import { NOT_REPEATABLE } from '../apollo/key-link';
import { CreateAccessTokenDocument, type AccessTokenScope } from '../generated/graphql';
import { useFieldError } from '../site/use-field-error';
import { Notice } from '../site/Notice';

const SCOPES = [
  { value: 'WRITE', label: 'read and write' },
  { value: 'READ', label: 'read only' },
];

/** Creates a token and shows it once. */
export function NewAccessToken({ refetch }: { readonly refetch: () => Promise<unknown> }) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<AccessTokenScope>('WRITE');
  const [create, { loading, error, data }] = useMutation(CreateAccessTokenDocument, {
    context: NOT_REPEATABLE,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create({ variables: { name, scope } }).then(
      () => {
        setName('');
        return refetch();
      },
      // A token whose answer was lost is in the list, where it can be revoked.
      () => refetch().catch(() => {}),
    );
  };
  const made = data?.createAccessToken;
  const { field, message } = useFieldError(error);
  return (
    <Stack gap="md">
      <form onSubmit={submit}>
        <Group align="flex-end" gap="xs">
          <TextInput
            label="Name of a new token"
            placeholder="What is it for?"
            maxLength={MAX_ACCESS_TOKEN_NAME}
            value={name}
            {...field}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            label="It may"
            value={scope}
            data={SCOPES}
            onChange={(event) => setScope(event.currentTarget.value as AccessTokenScope)}
          />
          <Button type="submit" variant="default" loading={loading} disabled={name.trim() === ''}>
            Create token
          </Button>
        </Group>
        {message}
      </form>
      {made && <MadeToken name={made.accessToken.name} token={made.token} />}
    </Stack>
  );
}

function MadeToken({ name, token }: { readonly name: string; readonly token: string }) {
  return (
    <Notice title={`The token “${name}” was created`}>
      <Stack gap="xs">
        <Text size="sm">
          Copy it now: it is shown this once. Send it with each request as{' '}
          <code>Authorization: Bearer &lt;token&gt;</code>.
        </Text>
        <Group gap="xs" align="flex-end">
          <TextInput
            flex={1}
            miw={220}
            readOnly
            label="Token"
            value={token}
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton value={token}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Notice>
  );
}
