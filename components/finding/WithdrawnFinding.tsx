import { Group, Text, Title } from '@mantine/core';
import type { FindingPageQuery } from '../generated/graphql';
import { LinkButton } from '../site/Links';
import { Notice } from '../site/Notice';
import classes from './finding.module.css';

type Finding = NonNullable<FindingPageQuery['finding']>;

interface WithdrawnFindingProps {
  readonly finding: Pick<
    Finding,
    'slug' | 'title' | 'author' | 'createdAt' | 'withdrawnAt' | 'withdrawnReason' | 'newestVersion'
  >;
}

/** What remains at the address of a withdrawn finding: who withdrew what, when and why. Its versions can still be read. */
export function WithdrawnFinding({ finding }: WithdrawnFindingProps) {
  const { slug, title, author, createdAt, withdrawnAt, withdrawnReason, newestVersion } = finding;
  return (
    <header className={classes.header}>
      <Title order={1}>
        <del>{title}</del>
      </Title>
      <Text size="sm" c="dimmed" mt={6} mb="md">
        {author.name}, {createdAt.slice(0, 10)}
      </Text>
      <Notice tone="warning" title={`Withdrawn on ${withdrawnAt!.slice(0, 10)}`}>
        <span className={classes.withdrawnReason}>{withdrawnReason}</span>
      </Notice>
      <Group mt="md">
        <LinkButton size="compact-xs" variant="default" href={`/findings/${slug}@${newestVersion}`}>
          Read version {newestVersion}
        </LinkButton>
      </Group>
    </header>
  );
}
