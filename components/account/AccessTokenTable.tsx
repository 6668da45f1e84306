'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { readError } from '../apollo/read-error';
import { RevokeAccessTokenDocument, type AccessTokenTable_AccessTokenFragment } from '../generated/graphql';
import { Notice } from '../site/Notice';
import { WideTable } from '../site/WideTable';
import { Table } from '../table/Table';
import { formatMoment } from './format-moment';

interface AccessTokenTableProps {
  readonly tokens: readonly AccessTokenTable_AccessTokenFragment[];
  readonly refetch: () => Promise<unknown>;
}

/** The viewer's tokens. Revoking one takes a second click. */
export function AccessTokenTable({ tokens, refetch }: AccessTokenTableProps) {
  const [revoke, { loading, error }] = useMutation(RevokeAccessTokenDocument);
  const [asked, setAsked] = useState<string | null>(null);
  const confirm = (id: string): void => {
    revoke({ variables: { id } }).then(
      () => {
        setAsked(null);
        return refetch();
      },
      () => {},
    );
  };
  return (
    <>
      <WideTable>
        <Table miw={480} aria-label="Access tokens">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>May</Table.Th>
              <Table.Th>Created</Table.Th>
              <Table.Th>Last used</Table.Th>
              <Table.Th>Action</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {tokens.map(({ id, name, scope, createdAt, lastUsedAt }) => (
              <Table.Tr key={id}>
                <Table.Td>{name}</Table.Td>
                <Table.Td>{scope === 'READ' ? 'read' : 'read, write'}</Table.Td>
                <Table.Td>{formatMoment(createdAt)}</Table.Td>
                <Table.Td>{lastUsedAt ? formatMoment(lastUsedAt) : <Text size="sm">never</Text>}</Table.Td>
                <Table.Td>
                  {asked === id ? (
                    <Group gap="xs" wrap="nowrap">
                      <Button size="xs" color="red" loading={loading} onClick={() => confirm(id)}>
                        Revoke “{name}”
                      </Button>
                      <Button size="xs" variant="default" onClick={() => setAsked(null)}>
                        Cancel
                      </Button>
                    </Group>
                  ) : (
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={`Revoke ${name}`}
                      onClick={() => setAsked(id)}
                    >
                      Revoke
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      {error && <Notice tone="error">{readError(error).message}</Notice>}
    </>
  );
}
