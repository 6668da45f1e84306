import { Text, Title } from '@mantine/core';
import { describeClaimCounts, describeEvidenceCounts } from '../gallery/describe-counts';
import type { LineageTree_EntryFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { UserLink } from '../site/UserLink';
import classes from './lineage.module.css';

interface LineageTreeProps {
  /** Each finding before its forks. */
  readonly entries: readonly LineageTree_EntryFragment[];
  /** Id of the finding whose page this is. */
  readonly current: string;
}

/** Deeper forks are not indented further, so that the tree fits narrow pages. */
const MAX_INDENT = 6;
const INDENT_PX = 18;

/** The family of a finding: where it comes from and what was made of it. */
export function LineageTree({ entries, current }: LineageTreeProps) {
  return (
    <section aria-label="Lineage" className={classes.section}>
      <Title order={2}>Lineage</Title>
      <Text size="sm" c="dimmed" mb={8}>
        Each finding above its forks. The counts are those of its own run and of the runs attached to it.
      </Text>
      <ol className={classes.tree}>
        {entries.map(({ finding, depth, isSameExperiment }) => {
          const claims = describeClaimCounts(finding.claimCounts);
          const counts = [
            ...(claims ? [claims.short] : []),
            ...describeEvidenceCounts(finding.evidenceCounts),
          ];
          const isCurrent = finding.id === current;
          return (
            <li
              key={finding.id}
              className={classes.entry}
              style={{ paddingLeft: INDENT_PX * Math.min(depth, MAX_INDENT) }}
              aria-current={isCurrent ? 'page' : undefined}
            >
              <span className={classes.name}>
                {depth > 0 && (
                  <span className={classes.branch} title={`${depth} forks from the first finding`}>
                    ↳{depth > MAX_INDENT && ` ${depth}`}
                  </span>
                )}
                {isCurrent ? (
                  <b>{finding.title}</b>
                ) : (
                  <TextLink size="sm" href={`/findings/${finding.slug}`}>
                    {finding.title}
                  </TextLink>
                )}
              </span>
              <span className={classes.facts}>
                <UserLink user={finding.author} />
                <time dateTime={finding.createdAt}>{finding.createdAt.slice(0, 10)}</time>
                {isSameExperiment !== null && (
                  <span>{isSameExperiment ? 'same experiment' : 'other experiment'}</span>
                )}
                {counts.map((count) => (
                  <span key={count}>{count}</span>
                ))}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
