import { Text } from '@mantine/core';
import { SITES } from '../../domain/sites';
import { Dialog } from '../dialog/Dialog';
import { WideTable } from '../site/WideTable';
import { Table } from '../table/Table';
import { CHECKS, formatDifference, type Check } from './check-text';

interface ChecksDialogProps {
  readonly checks: readonly Check[];
  /** Whether the run has both directions. */
  readonly hasDirections: boolean;
  readonly onClose: () => void;
}

/** The checks of a computation: what each says, and a row for each sweep. */
export function ChecksDialog({ checks, hasDirections, onClose }: ChecksDialogProps) {
  const names = (Object.keys(CHECKS) as Check['name'][]).filter((name) =>
    checks.some((check) => check.name === name),
  );
  return (
    <Dialog onClose={onClose} title="Checks of the computation" size="xl">
      <Text size="sm" c="dimmed" mb="sm">
        They say that patches were computed correctly, not what the result means. Differences are in logits.
      </Text>
      {names.map((name) => (
        <Text key={name} size="sm" mb={4}>
          <b>{CHECKS[name].label}</b>: {CHECKS[name].says}
        </Text>
      ))}
      <WideTable>
        <Table fz="sm" mt="sm" verticalSpacing={4} aria-label="Checks of the computation">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Check</Table.Th>
              <Table.Th>Patched</Table.Th>
              {hasDirections && <Table.Th>Direction</Table.Th>}
              <Table.Th ta="right">Largest difference</Table.Th>
              <Table.Th ta="right" title="The difference that a patch that writes nothing would have">
                Without a patch
              </Table.Th>
              <Table.Th ta="right" title="Cells whose patch changed a metric">
                Cells that changed
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {checks.map((check) => (
              <Table.Tr key={`${check.name} ${check.kind} ${check.direction}`}>
                <Table.Td>
                  {check.passed ? '✓' : '✗'} {CHECKS[check.name].label}
                </Table.Td>
                <Table.Td>{check.kind && SITES[check.kind].title}</Table.Td>
                {hasDirections && <Table.Td>{check.direction.toLowerCase()}</Table.Td>}
                <Table.Td ta="right">{formatDifference(check.maxAbsDifference)}</Table.Td>
                <Table.Td ta="right">
                  {check.differenceWithoutPatch !== null && formatDifference(check.differenceWithoutPatch)}
                </Table.Td>
                <Table.Td ta="right">
                  {check.cells !== null &&
                    check.movedCells !== null &&
                    `${check.movedCells} of ${check.cells}`}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </Dialog>
  );
}
