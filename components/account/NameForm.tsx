'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { MAX_USER_NAME } from '../../domain/limits';
import { RenameViewerDocument } from '../generated/graphql';
import { useFieldError } from '../site/use-field-error';

/** Changes the name that others see. */
export function NameForm({ name }: { readonly name: string }) {
  const [text, setText] = useState(name);
  const [rename, { loading, error, data }] = useMutation(RenameViewerDocument);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    rename({ variables: { name: text } }).catch(() => {});
  };
  const { field, message } = useFieldError(error);
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TextInput
          label="Name that others see"
          maxLength={MAX_USER_NAME}
          value={text}
          {...field}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          loading={loading}
          disabled={text.trim() === '' || text === name}
        >
          {data && text === name ? 'Renamed' : 'Rename'}
        </Button>
      </Group>
      {message}
    </form>
  );
}
