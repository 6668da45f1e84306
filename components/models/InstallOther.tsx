'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { InstallModelDocument } from '../generated/graphql';
import { useFieldError } from '../site/use-field-error';

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
  const { field, message } = useFieldError(error);
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          size="xs"
          label="Another GPT-2 model from the hub"
          placeholder="owner/name"
          value={name}
          {...field}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" variant="default" loading={loading} disabled={name.trim() === ''}>
          Install
        </Button>
      </Group>
      {message}
    </form>
  );
}
