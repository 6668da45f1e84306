import { Box, Stack, Text } from '@mantine/core';
import type { StorageSection_StorageFragment } from '../generated/graphql';
import { formatBytes } from '../models/format-bytes';
import { Notice } from '../site/Notice';
import { WideTable } from '../site/WideTable';
import classes from './administration.module.css';
import { formatCount, formatUtc } from './format';
import { OwnerTable } from './OwnerTable';

const SHOWN_TABLES = 10;

/** The tables of the database, the largest first, and who stores most. */
export function StorageSection({ storage }: { readonly storage: StorageSection_StorageFragment }) {
  const { tables, owners, problem, measuredAt } = storage;
  const sorted = tables.toSorted((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0) || b.rows - a.rows);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        Measured at {formatUtc(measuredAt)} UTC; measured again after a minute.
      </Text>
      {problem !== null && <Notice tone="warning">{problem}</Notice>}
      {owners.length > 0 && (
        <OwnerTable
          label="Owners who store most"
          rows={owners}
          columns={[
            { title: 'Runs', format: (row) => formatCount(row.runs) },
            { title: 'Values', format: (row) => formatBytes(row.valueBytes) },
          ]}
        />
      )}
      {sorted.length > 0 && <TableSizes label="Largest tables" tables={sorted.slice(0, SHOWN_TABLES)} />}
      {sorted.length > SHOWN_TABLES && (
        <details>
          <summary>{sorted.length - SHOWN_TABLES} smaller tables</summary>
          <Box mt="xs">
            <TableSizes label="Smaller tables" tables={sorted.slice(SHOWN_TABLES)} />
          </Box>
        </details>
      )}
    </Stack>
  );
}

interface TableSizesProps {
  readonly label: string;
  readonly tables: StorageSection_StorageFragment['tables'];
}

function TableSizes({ label, tables }: TableSizesProps) {
  return (
    <WideTable>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">Table</th>
            <th scope="col" className={classes.number}>
              Rows
            </th>
            <th scope="col" className={classes.number}>
              Size with indexes
            </th>
          </tr>
        </thead>
        <tbody>
          {tables.map(({ name, rows, bytes }) => (
            <tr key={name}>
              <td>{name}</td>
              <td className={classes.number}>{formatCount(rows)}</td>
              <td className={classes.number}>{bytes === null ? '–' : formatBytes(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}
