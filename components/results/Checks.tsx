'use client';

import { Badge, Button, Text } from '@mantine/core';
import { useId, useState } from 'react';
import { LateTooltip } from '../floating/LateTooltip';
import type { RunView_RunFragment } from '../generated/graphql';
import { Table } from '../table/Table';
import classes from './results.module.css';

const CHECKS = {
  SELF_PATCH: { label: 'self-patch', says: 'Patching a run with its own activation changes nothing.' },
  FULL_PATCH: {
    label: 'full patch',
    says: 'Patching the whole residual stream at layer 0 gives the source run.',
  },
  SOURCE_ARRIVES: {
    label: 'source arrives',
    says: 'The patch writes the values of the source run, and writes them to its site: tested in the last two layers.',
  },
  BEFORE_FIRST_DIFFERENCE: {
    label: 'before first difference',
    says: 'Patching before the first differing token changes nothing.',
  },
} as const;

type Check = NonNullable<RunView_RunFragment['provenance']>['checks'][number];

/** Checks of the computation: failed ones one by one, passed ones as their number, with details on demand. */
export function Checks({ checks }: { readonly checks: readonly Check[] }) {
  const [isOpen, setOpen] = useState(false);
  const list = useId();
  if (checks.length === 0) return null;
  const hasDirections = new Set(checks.map(({ direction }) => direction)).size > 1;
  const nameCheck = (check: Check): string => describeName(check, hasDirections);
  const failed = checks.filter(({ passed }) => !passed);
  const passed = checks.length - failed.length;
  return (
    <>
      {failed.map((check) => (
        <LateTooltip key={nameCheck(check)} label={describeCheck(check)} hasTouch>
          {(badge) => (
            <Badge {...badge} variant="light" color="red" tabIndex={0}>
              ✗ {nameCheck(check)}
            </Badge>
          )}
        </LateTooltip>
      ))}
      {passed > 0 && (
        <Button
          size="compact-xs"
          variant="light"
          color="teal"
          title="Checks of the computation, not of the result"
          aria-expanded={isOpen}
          aria-controls={list}
          onClick={() => setOpen(!isOpen)}
        >
          ✓ {passed} {passed === 1 ? 'check' : 'checks'} passed
        </Button>
      )}
      <div id={list} hidden={!isOpen} className={classes.checks}>
        <Text size="xs" c="dimmed" mb={4}>
          Checks of the computation, not of the result:
        </Text>
        <Table fz="xs" verticalSpacing={2} aria-label="Checks of the computation">
          <Table.Tbody>
            {checks.map((check) => (
              <Table.Tr key={nameCheck(check)}>
                <Table.Td className={classes.checkName}>
                  {check.passed ? '✓' : '✗'} {nameCheck(check)}
                </Table.Td>
                <Table.Td>{describeCheck(check)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  );
}

/** `HEAD_Z: source arrives`, with its direction where a run has both: `HEAD_Z: source arrives, noising`. */
function describeName({ name, kind, direction }: Check, hasDirections: boolean): string {
  const suffix = hasDirections ? `, ${direction.toLowerCase()}` : '';
  return `${kind ? `${kind}: ` : ''}${CHECKS[name].label}${suffix}`;
}

function formatDifference(difference: number): string {
  return difference === 0 ? '0' : difference.toExponential(1);
}

/** What a check says, with its numbers. */
function describeCheck({ name, maxAbsDifference, differenceWithoutPatch, cells, movedCells }: Check): string {
  const says = `${CHECKS[name].says} Largest difference: ${formatDifference(maxAbsDifference)} logits`;
  const fault =
    differenceWithoutPatch === null
      ? ''
      : `; a patch that writes nothing would be off by ${differenceWithoutPatch.toExponential(1)}`;
  const moved =
    cells === null || movedCells === null ? '' : ` ${movedCells} of ${cells} cells changed a metric.`;
  return `${says}${fault}.${moved}`;
}
