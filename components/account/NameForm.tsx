'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, TextInput } from '@mantine/core';
import { useId, useState, type FormEvent } from 'react';
import { MAX_USER_NAME } from '../../domain/limits';
import { readError } from '../apollo/read-error';
import { RenameViewerDocument } from '../generated/graphql';
import { FieldError } from '../site/FieldError';

/** Changes the name that others see. */
export function NameForm({ name }: { readonly name: string }) {
  const [text, setText] = useState(name);
  const [rename, { loading, error, data }] = useMutation(RenameViewerDocument);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    rename({ variables: { name: text } }).catch(() => {});
  };
  const errorId = useId();
  const problem = error ? readError(error).message : undefined;
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TextInput
          label="Name that others see"
          maxLength={MAX_USER_NAME}
          value={text}
          error={problem !== undefined}
          aria-errormessage={problem === undefined ? undefined : errorId}
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
      <FieldError id={errorId} error={problem} />
    </form>
  );
}
