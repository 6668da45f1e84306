import { Text, Title } from '@mantine/core';
import type { FindingVersion_VersionFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { compareVersions, shortenPieces, type ListChange, type Piece } from './compare-versions';
import classes from './history.module.css';

interface VersionHistoryProps {
  readonly slug: string;
  /** Newest first. */
  readonly versions: readonly FindingVersion_VersionFragment[];
  /** The version that the page shows. */
  readonly shown: number;
}

/** The versions of a finding, each with what changed since the one before it. */
export function VersionHistory({ slug, versions, shown }: VersionHistoryProps) {
  return (
    <section aria-label="History" className={classes.history}>
      <Title order={2}>History</Title>
      <ol className={classes.versions}>
        {versions.map((version, at) => {
          const before = versions[at + 1];
          return (
            <li key={version.number}>
              <Text size="sm">
                {version.number === shown ? (
                  <b>Version {version.number}</b>
                ) : (
                  <TextLink href={`/findings/${slug}@${version.number}`}>Version {version.number}</TextLink>
                )}{' '}
                <span className={classes.by}>
                  {version.createdAt.slice(0, 10)}, {version.author.name}
                </span>
              </Text>
              {version.reason !== null && (
                <Text size="sm" className={classes.reason}>
                  {version.reason}
                </Text>
              )}
              {before && (
                <details>
                  <summary>Changes since version {before.number}</summary>
                  <Changes before={before} after={version} />
                </details>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Changes({
  before,
  after,
}: {
  readonly before: FindingVersion_VersionFragment;
  readonly after: FindingVersion_VersionFragment;
}) {
  const { title, summary, lists } = compareVersions(before, after);
  return (
    <dl className={classes.changes}>
      {title && <TextChange name="Title" pieces={title} />}
      {summary && <TextChange name="Text" pieces={summary} />}
      {lists.map((list) => (
        <ListChanges key={list.name} list={list} />
      ))}
    </dl>
  );
}

function TextChange({ name, pieces }: { readonly name: string; readonly pieces: readonly Piece[] }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={classes.text}>
        {shortenPieces(pieces).map(({ kind, text }, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- pieces never move
          <PieceView key={at} kind={kind}>
            {text}
          </PieceView>
        ))}
      </dd>
    </>
  );
}

function ListChanges({ list: { name, added, removed } }: { readonly list: ListChange }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {[
          ...removed.map((entry) => ({ kind: 'removed' as const, entry })),
          ...added.map((entry) => ({ kind: 'added' as const, entry })),
        ].map(({ kind, entry }) => (
          <div key={`${kind} ${entry}`} className={classes.text}>
            <PieceView kind={kind}>{entry}</PieceView>
          </div>
        ))}
      </dd>
    </>
  );
}

/** `ins` and `del` say it without colour, too. */
function PieceView({ kind, children }: { readonly kind: Piece['kind']; readonly children: string }) {
  if (kind === 'added') return <ins className={classes.added}>{children}</ins>;
  if (kind === 'removed') return <del className={classes.removed}>{children}</del>;
  return <span>{children}</span>;
}
