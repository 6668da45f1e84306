import { Text, Title } from '@mantine/core';
import { describeClaimCounts } from '../gallery/describe-counts';
import type { HeadView_HeadFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { UserLink } from '../site/UserLink';
import { WideTable } from '../site/WideTable';
import { Table } from '../table/Table';
import classes from './heads.module.css';

interface HeadClaimsProps {
  readonly claims: HeadView_HeadFragment['claims'];
  /** `L9H9`. */
  readonly name: string;
}

/** Claims of findings that name a head, with the verdicts of all runs of the findings. */
export function HeadClaims({ claims, name }: HeadClaimsProps) {
  return (
    <section aria-label="Claims">
      <Title order={2}>Claims about it</Title>
      <Text size="sm" mb="xs">
        Claims of findings on this model that name {name}. The verdicts are those of every run of the finding:
        its own and the attached ones.
      </Text>
      {claims.length === 0 ? (
        <Text size="sm">No claim names {name}.</Text>
      ) : (
        <WideTable>
          <Table fz="sm" aria-label="Claims about it" className={classes.numbers}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Claim</Table.Th>
                <Table.Th>Verdicts</Table.Th>
                <Table.Th>Finding</Table.Th>
                <Table.Th>Author</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {claims.map(({ id, text, counts, finding }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <code>{text}</code>
                  </Table.Td>
                  <Table.Td>{describeClaimCounts(counts)?.words.replace('Claims: ', '') ?? '–'}</Table.Td>
                  <Table.Td className={classes.title}>
                    <TextLink size="sm" href={`/findings/${finding.slug}`}>
                      {finding.title}
                    </TextLink>
                  </Table.Td>
                  <Table.Td>
                    <UserLink user={finding.author} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
    </section>
  );
}
