'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, TextInput } from '@mantine/core';
import { useId, useState, type FormEvent } from 'react';
import { readError } from '../apollo/read-error';
import { InstallModelDocument } from '../generated/graphql';
import { FieldError } from '../site/FieldError';

/** Installs a repository of the hub that is not in the catalogue. */
export function InstallOther({ refetch }: { readonly refetch: () => Promise<unknown> }) {
  const [name, setName] = useState('');
  const [install, { loading, error }] = useMutation(InstallModelDocument);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    install({ variables: { id: name.trim() } }).then(
      () => {
        setName('');
        return refetch();
      },
      () => {},
    );
  };
  const errorId = useId();
  const problem = error ? readError(error).message : undefined;
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          size="xs"
          label="Another GPT-2 model from the hub"
          placeholder="owner/name"
          value={name}
          error={problem !== undefined}
          aria-errormessage={problem === undefined ? undefined : errorId}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" variant="default" loading={loading} disabled={name.trim() === ''}>
          Install
        </Button>
      </Group>
      <FieldError id={errorId} error={problem} />
    </form>
  );
}
