'use client';

import { Skeleton, Text, Title } from '@mantine/core';
import { MIN_SHARED_CELLS } from '../../domain/limits';
import { useLateQuery } from '../apollo/use-late-query';
import { SimilarFindingsDocument, type SimilarFindings_SimilarFragment } from '../generated/graphql';
import { formatNumber } from '../plot/format-number';
import { TextLink } from '../site/Links';
import { RequestProblem } from '../site/RequestProblem';
import { useSeen } from '../site/use-seen';
import { UserLink } from '../site/UserLink';
import { WideTable } from '../site/WideTable';
import { Table } from '../table/Table';
import classes from './lineage.module.css';

/**
 * Findings whose effects are most like those of a finding; nothing when there are none. They are read when the section
 * comes near the visible part, because they are compared with all findings on the model.
 */
export function SimilarFindings({ slug }: { readonly slug: string }) {
  const [place, isSeen] = useSeen<HTMLElement>({ waitsForScroll: true });
  const { data, error, refetch } = useLateQuery(SimilarFindingsDocument, {
    variables: { slug },
    skip: !isSeen,
  });
  const finding = data?.finding;
  if (finding?.similar.length === 0) return null;
  return (
    <section ref={place} aria-label="Similar findings" className={classes.section}>
      <Title order={2}>Similar findings</Title>
      <Text size="sm" c="dimmed" mb={8} maw="90ch">
        By the correlation of recoveries over the cells that both have, on the same model and in the same
        first direction; at least {MIN_SHARED_CELLS} cells. Positions count between prompts of the same
        length.
      </Text>
      {!finding && !error && (
        <Skeleton height={120} role="status" aria-label="Similar findings are being looked for" />
      )}
      {error && <RequestProblem error={error} onRetry={refetch} />}
      {finding && <SimilarTable similar={finding.similar} runId={finding.run.id} />}
    </section>
  );
}

interface SimilarTableProps {
  readonly similar: readonly SimilarFindings_SimilarFragment[];
  /** Of the finding that they are similar to. */
  readonly runId: string;
}

function SimilarTable({ similar, runId }: SimilarTableProps) {
  return (
    <WideTable>
      <Table fz="sm" aria-label="Similar findings">
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
              <Table.Td ta="right">{formatNumber(correlation, 2)}</Table.Td>
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
  );
}
