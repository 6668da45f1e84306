'use client';

import { useMutation } from '@apollo/client/react';
import { Badge, Button, Group, Text } from '@mantine/core';
import { Fragment, useId, useState } from 'react';
import { readError } from '../apollo/read-error';
import { VerifyModelDocument, type Verification_VerificationFragment } from '../generated/graphql';
import { formatMs } from '../results/format-ms';
import { Notice } from '../site/Notice';
import { Table } from '../table/Table';
import classes from './models.module.css';

const BADGES = {
  UNVERIFIED: { colour: 'gray', text: 'not verified yet' },
  RUNNING: { colour: 'indigo', text: 'verifying …' },
  PASSED: { colour: 'teal', text: 'verified' },
  FAILED: { colour: 'red', text: 'differs from published values' },
  ERROR: { colour: 'red', text: 'could not be verified' },
} as const;

interface VerificationProps {
  readonly modelId: string;
  readonly verification: Verification_VerificationFragment;
  readonly isAdministrator: boolean;
}

/** A badge, and a table of published and measured values that opens on request. */
export function Verification({ modelId, verification, isAdministrator }: VerificationProps) {
  const [verify, verifying] = useMutation(VerifyModelDocument, { variables: { id: modelId } });
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { state, message, rows, summary, verifiedAt, provider, elapsedMs } = verification;
  const { colour, text } = BADGES[state];
  return (
    <>
      <Group gap="xs">
        <Badge color={colour} variant="light" data-testid="verification">
          {text}
        </Badge>
        {rows.length > 0 && verifiedAt && (
          <Text size="sm" c="dimmed">
            {summary}; {provider}, {formatMs(elapsedMs ?? 0)}, {verifiedAt.slice(0, 10)}
          </Text>
        )}
        {rows.length > 0 && (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? 'Hide values' : 'Show values'}
          </Button>
        )}
        {isAdministrator && (
          <Button
            size="compact-xs"
            variant="subtle"
            disabled={state === 'RUNNING'}
            loading={verifying.loading}
            onClick={() => void verify().catch(() => {})}
          >
            {rows.length > 0 ? 'Verify again' : 'Verify'}
          </Button>
        )}
      </Group>
      {message && <Notice tone="error">{message}</Notice>}
      {verifying.error && <Notice tone="error">{readError(verifying.error).message}</Notice>}
      {isOpen && <ValueTable id={id} rows={rows} />}
    </>
  );
}

function ValueTable({
  id,
  rows,
}: {
  readonly id: string;
  readonly rows: Verification_VerificationFragment['rows'];
}) {
  return (
    <div className={classes.values} id={id} tabIndex={0} role="region" aria-label="Published values">
      <Table fz="sm" withRowBorders={false} verticalSpacing={2}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Value</Table.Th>
            <Table.Th ta="right">published</Table.Th>
            <Table.Th ta="right">measured</Table.Th>
            <Table.Th ta="right">difference</Table.Th>
            <Table.Th ta="right">allowed</Table.Th>
            <Table.Th>Verdict</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, index) => (
            <Fragment key={`${row.group} ${row.name}`}>
              {row.group !== rows[index - 1]?.group && (
                <Table.Tr>
                  <Table.Td colSpan={6} pt="sm">
                    <Text size="sm" fw={600}>
                      {row.group}
                    </Text>
                    <Text size="xs" c="dimmed">
                      Source: {row.source}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              )}
              <Table.Tr ff="monospace">
                <Table.Td ff="text">{row.name}</Table.Td>
                <Table.Td ta="right">{row.expected}</Table.Td>
                <Table.Td ta="right">{row.measured}</Table.Td>
                <Table.Td ta="right">{row.difference?.toExponential(1)}</Table.Td>
                <Table.Td ta="right">{row.tolerance?.toExponential(1)}</Table.Td>
                <Table.Td ff="text" c={row.passed ? 'teal' : 'red'} fw={600}>
                  {row.passed ? 'matches' : 'differs'}
                </Table.Td>
              </Table.Tr>
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
