'use client';

import { Table, Text, Title } from '@mantine/core';
import { MIN_SHARED_CELLS } from '../../domain/limits';
import type { SimilarFindings_SimilarFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { UserLink } from '../site/UserLink';
import { WideTable } from '../site/WideTable';
import classes from './lineage.module.css';

interface SimilarFindingsProps {
  readonly similar: readonly SimilarFindings_SimilarFragment[];
  /** Of the finding that they are similar to. */
  readonly runId: string;
}

/** Findings whose effects are most like those of a finding. */
export function SimilarFindings({ similar, runId }: SimilarFindingsProps) {
  return (
    <section aria-label="Similar findings" className={classes.section}>
      <Title order={2}>Similar findings</Title>
      <Text size="sm" c="dimmed" mb={8} maw="90ch">
        By the correlation of recoveries over the cells that both have, on the same model and in the same
        first direction; at least {MIN_SHARED_CELLS} cells. Positions count between prompts of the same
        length.
      </Text>
      <WideTable>
        <Table fz="sm" aria-label="Similar findings" maw={900}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Finding</Table.Th>
              <Table.Th>Author</Table.Th>
              <Table.Th ta="right">Correlation</Table.Th>
              <Table.Th ta="right">Cells</Table.Th>
              <Table.Th>Comparison</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {similar.map(({ finding, correlation, cells }) => (
              <Table.Tr key={finding.id}>
                <Table.Td miw={180}>
                  <TextLink size="sm" href={`/findings/${finding.slug}`}>
                    {finding.title}
                  </TextLink>
                </Table.Td>
                <Table.Td>
                  <UserLink user={finding.author} />
                </Table.Td>
                <Table.Td ta="right">{correlation.toFixed(2)}</Table.Td>
                <Table.Td ta="right">{cells}</Table.Td>
                <Table.Td>
                  <TextLink size="sm" href={`/compare?a=${runId}&b=${finding.run.id}`}>
                    Compare
                  </TextLink>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </section>
  );
}
