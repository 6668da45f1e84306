'use client';

import { Anchor, Text } from '@mantine/core';
import { formatHead } from '../../domain/cell';
import type { EdgeInput } from '../../domain/edges';
import { rankLargest } from '../../domain/rank-largest';
import { Table } from '../table/Table';
import { formatHeads, type Head } from './path-steps';
import classes from './paths.module.css';

const COUNT = 10;

interface StrongestEdgesProps {
  readonly senders: readonly Head[];
  readonly receivers: readonly Head[];
  readonly input: EdgeInput | null;
  /** Shown value of each sender. */
  readonly values: ArrayLike<number>;
  /** Change of each sender from the base run, by whose size edges are ranked. */
  readonly changes: ArrayLike<number>;
  readonly valueName: string;
  readonly formatValue: (value: number | null) => string;
  readonly onFollow: (sender: Head) => void;
}

/** The senders with the largest change, largest first. */
export function StrongestEdges(props: StrongestEdgesProps) {
  const { senders, receivers, input, values, changes, valueName, formatValue, onFollow } = props;
  const ranked = rankLargest(Float64Array.from(changes, Math.abs), COUNT);
  const to = input === null ? 'logits' : `${formatHeads(receivers)} ${input}`;
  return (
    <div className={classes.edges}>
      <Table
        fz="xs"
        withRowBorders={false}
        verticalSpacing={1}
        w="auto"
        aria-label={`Strongest edges to ${to}`}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>sender</Table.Th>
            <Table.Th ta="right">{valueName}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ff="monospace">
          {ranked.map((index) => {
            const sender = senders[index]!;
            const name = formatHead(sender.layer, sender.head);
            return (
              <Table.Tr key={name}>
                <Table.Td>
                  <Anchor
                    component="button"
                    data-printed
                    fz="xs"
                    ff="monospace"
                    underline="always"
                    aria-label={`${name} to ${to}: make ${name} the receiver`}
                    onClick={() => onFollow(sender)}
                  >
                    {name}
                  </Anchor>{' '}
                  <Text span c="dimmed" fz="xs" ff="monospace">
                    → {to}
                  </Text>
                </Table.Td>
                <Table.Td ta="right">{formatValue(values[index]!)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
