import { Badge, Text, Title } from '@mantine/core';
import { FeedLinks } from '../site/FeedLinks';
import { CollectionList } from '../collections/CollectionList';
import { FindingCard } from '../gallery/FindingCard';
import gallery from '../gallery/gallery.module.css';
import type { PersonView_PersonFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { UserLink } from '../site/UserLink';
import classes from './person.module.css';

/** What a user has published: findings, forks, attached runs and collections. */
export function PersonView({ person }: { readonly person: PersonView_PersonFragment }) {
  const { id, name, since, isDeleted, counts, findings, forks, evidence, collections } = person;
  const { hasNextPage, endCursor } = findings.pageInfo;
  const feed = `/feeds/people/${encodeURIComponent(id)}`;
  return (
    <div data-wide>
      <FeedLinks title={name} atom={`${feed}.xml`} rss={`${feed}.rss`} />
      <Title order={1} className={classes.name}>
        {name}
      </Title>
      <Text size="sm" c="dimmed">
        {isDeleted
          ? 'This user has deleted the account; what was published stays.'
          : `Here since ${since!.slice(0, 10)}.`}{' '}
        {describeCounts(counts)}{' '}
        {!isDeleted && (
          <a href={`${feed}.xml`} className={classes.feed}>
            Atom feed
          </a>
        )}
      </Text>
      {findings.edges.length > 0 && (
        <section aria-label="Findings" className={classes.section}>
          <Title order={2}>Findings</Title>
          <div className={gallery.grid}>
            {findings.edges.map(({ node }) => (
              <FindingCard key={node.id} finding={node} />
            ))}
          </div>
          {hasNextPage && (
            <TextLink
              href={`/people/${encodeURIComponent(id)}?after=${endCursor}`}
              mt="md"
              display="inline-block"
            >
              Older findings
            </TextLink>
          )}
        </section>
      )}
      {forks.length > 0 && (
        <section aria-label="Forks" className={classes.section}>
          <Title order={2}>Forks of other findings</Title>
          <ul className={classes.list}>
            {forks.map((fork) => (
              <li key={fork.id}>
                <TextLink size="sm" href={`/findings/${fork.slug}`}>
                  {fork.title}
                </TextLink>
                {fork.forkedFrom && (
                  <span className={classes.facts}>
                    <span>
                      from{' '}
                      <TextLink href={`/findings/${fork.forkedFrom.slug}`}>{fork.forkedFrom.title}</TextLink>{' '}
                      by <UserLink user={fork.forkedFrom.author} />
                    </span>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {evidence.length > 0 && (
        <section aria-label="Replications and evidence" className={classes.section}>
          <Title order={2}>Replications and evidence</Title>
          <ul className={classes.list}>
            {evidence.map((one) => (
              <li key={one.id}>
                <Badge variant="light" color={chooseColour(one)}>
                  {describeEvidence(one)}
                </Badge>{' '}
                <TextLink size="sm" href={`/findings/${one.finding.slug}`}>
                  {one.finding.title}
                </TextLink>
                <span className={classes.facts}>
                  <time dateTime={one.createdAt}>{one.createdAt.slice(0, 10)}</time>
                  {one.note !== null && <span>{one.note}</span>}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {collections.length > 0 && (
        <section aria-label="Collections" className={classes.section}>
          <Title order={2}>Collections</Title>
          <CollectionList collections={collections} />
        </section>
      )}
    </div>
  );
}

type Evidence = PersonView_PersonFragment['evidence'][number];

function describeEvidence({ isReplication, stance, comparison }: Evidence): string {
  if (!isReplication) return stance === 'REFUTES' ? 'against' : 'for';
  if (comparison === null) return 'replication, not compared';
  return comparison.isSame ? 'replicated, same numbers' : 'replicated, other numbers';
}

function chooseColour({ isReplication, stance, comparison }: Evidence): string {
  if (isReplication ? comparison?.isSame === false : stance === 'REFUTES') return 'orange';
  return isReplication && comparison === null ? 'gray' : 'teal';
}

/** E.g. `3 findings, 1 of them a fork; 2 replications.` */
function describeCounts({
  findings,
  forks,
  replications,
  evidence,
  collections,
}: PersonView_PersonFragment['counts']): string {
  const count = (number: number, one: string, several: string): string[] =>
    number === 0 ? [] : [`${number} ${number === 1 ? one : several}`];
  const parts = [
    ...count(findings, 'finding', 'findings').map((text) =>
      forks === 0 ? text : `${text} (${forks} ${forks === 1 ? 'fork' : 'forks'})`,
    ),
    ...count(replications, 'replication', 'replications'),
    ...count(evidence, 'run attached to a finding', 'runs attached to findings'),
    ...count(collections, 'collection', 'collections'),
  ];
  return parts.length === 0 ? 'Nothing is published yet.' : `${parts.join(', ')}.`;
}
