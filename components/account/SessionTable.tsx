'use client';

import { useMutation } from '@apollo/client/react';
import { Badge, Button, Stack } from '@mantine/core';
import { readError } from '../apollo/read-error';
import {
  RevokeOtherSessionsDocument,
  RevokeSessionDocument,
  type SessionTable_SessionFragment,
} from '../generated/graphql';
import { Notice } from '../site/Notice';
import { WideTable } from '../site/WideTable';
import { Table } from '../table/Table';
import { describeBrowser } from './describe-browser';
import { formatMoment } from './format-moment';

interface SessionTableProps {
  readonly sessions: readonly SessionTable_SessionFragment[];
  readonly refetch: () => Promise<unknown>;
}

/** The browsers that are signed in. Each can be signed out here. */
export function SessionTable({ sessions, refetch }: SessionTableProps) {
  const [revoke, revoking] = useMutation(RevokeSessionDocument);
  const [revokeOthers, revokingOthers] = useMutation(RevokeOtherSessionsDocument);
  const error = revoking.error ?? revokingOthers.error;
  const after = (work: Promise<unknown>): void => {
    work.then(refetch, () => {});
  };
  return (
    <Stack gap="md" align="flex-start">
      <WideTable>
        <Table miw={480} aria-label="Sessions">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Browser</Table.Th>
              <Table.Th>Signed in</Table.Th>
              <Table.Th>Ends</Table.Th>
              <Table.Th>Action</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sessions.map(({ id, createdAt, expiresAt, userAgent, isCurrent }) => (
              <Table.Tr key={id}>
                <Table.Td>{describeBrowser(userAgent)}</Table.Td>
                <Table.Td>{formatMoment(createdAt)}</Table.Td>
                <Table.Td>{formatMoment(expiresAt)}</Table.Td>
                <Table.Td>
                  {isCurrent ? (
                    <Badge variant="light">this browser</Badge>
                  ) : (
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={`End the session in ${describeBrowser(userAgent)}`}
                      onClick={() => after(revoke({ variables: { id } }))}
                    >
                      End
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      {sessions.length > 1 && (
        <Button variant="default" loading={revokingOthers.loading} onClick={() => after(revokeOthers())}>
          End all other sessions
        </Button>
      )}
      {error && <Notice tone="error">{readError(error).message}</Notice>}
    </Stack>
  );
}
