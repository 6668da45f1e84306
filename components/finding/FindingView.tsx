import { Badge, Group, Text, Title } from '@mantine/core';
import { ClaimTable } from '../claims/ClaimTable';
import { FindingClaims } from '../claims/FindingClaims';
import { describeGap } from '../gallery/baseline-text';
import type { FindingPageQuery, FindingVersion_VersionFragment } from '../generated/graphql';
import { Results } from '../results/Results';
import { LinkButton, TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import { FindingActions } from './FindingActions';
import { FindingCircuits } from './FindingCircuits';
import { FindingPairs } from './FindingPairs';
import { FurtherRuns } from './FurtherRuns';
import { SummaryView } from './SummaryView';
import { VersionHistory } from './VersionHistory';
import { VersionNotice } from './VersionNotice';
import classes from './finding.module.css';

interface FindingViewProps {
  readonly finding: NonNullable<FindingPageQuery['finding']>;
  /** Newest first; empty for a finding that was never edited. */
  readonly versions: readonly FindingVersion_VersionFragment[];
  /** Whether the address names the version that is shown. */
  readonly isPinned: boolean;
  readonly isAdministrator: boolean;
}

/** A finding or a version of it: its claim and the results of its run, in two columns on wide screens. */
export function FindingView({ finding, versions, isPinned, isAdministrator }: FindingViewProps) {
  const { id, run, card, editedAt, isMine, slug, title, summary, tags, claims, evidence } = finding;
  const { version, furtherRuns } = finding;
  const ownRun = { id: run.id, prompts: run.pairs.length, model: run.model.id };
  return (
    <div data-wide>
      {isPinned && <VersionNotice finding={finding} />}
      <header className={classes.header}>
        <Title order={1}>{title}</Title>
        <Group gap={8} mt={6}>
          <Text size="sm" c="dimmed">
            {finding.author.name}, {formatDay(finding.createdAt)}
            {editedAt !== null && `, edited ${formatDay(editedAt)}`},{' '}
            {run.directions.join(' and ').toLowerCase()} on {run.model.id}, {describeGap(card.baseline)}
          </Text>
          {tags.map((tag) => (
            <TextLink key={tag} href={`/?tag=${encodeURIComponent(tag)}`} underline="never">
              <Badge variant="light" tt="none">
                {tag}
              </Badge>
            </TextLink>
          ))}
        </Group>
        <Group gap={8} mt={8}>
          <LinkButton size="compact-xs" variant="default" href={`/runs/${run.id}`}>
            Open the run
          </LinkButton>
          <LinkButton size="compact-xs" variant="default" href={`/runs/new?from=${run.id}`}>
            Edit as new run
          </LinkButton>
          <LinkButton size="compact-xs" variant="default" href={`/compare?a=${run.id}`}>
            Compare
          </LinkButton>
          {!isPinned && (
            <FindingActions
              finding={{ slug, version, title, summary, tags, claims: claims.map(({ text }) => text) }}
              runId={run.id}
              kinds={run.sweepKinds}
              canEdit={isMine}
              canDelete={isMine || isAdministrator}
            />
          )}
        </Group>
      </header>
      {isPinned ? (
        claims.length > 0 && (
          <section aria-label="Claims" className={classes.pinnedClaims}>
            <Title order={2}>Claims</Title>
            <ClaimTable claims={claims} furtherRuns={furtherRuns} evidence={[]} run={ownRun} />
          </section>
        )
      ) : (
        <FindingClaims
          // Starts again when the claims were edited.
          key={`${editedAt} ${claims.map((claim) => claim.id).join(' ')}`}
          initial={structuredClone({ id, slug, isMine, claims, furtherRuns, evidence })}
          run={ownRun}
          provenance={run.provenance}
        />
      )}
      <div className={classes.columns}>
        <section aria-label="Text" className={classes.claim} tabIndex={0}>
          {card.baseline.cannotNormalise !== null && (
            <Notice tone="warning" title="Recovery is not meaningful for this run">
              {card.baseline.cannotNormalise}
            </Notice>
          )}
          <SummaryView tree={finding.summaryTree} kinds={run.sweepKinds} />
          <FindingPairs pairs={run.pairs} />
          <FurtherRuns findingId={id} runs={furtherRuns} canEdit={isMine && !isPinned} />
          <FindingCircuits runId={run.id} circuits={run.circuits} />
        </section>
        <section aria-label="Evidence" className={classes.evidence}>
          <Results run={run} />
        </section>
      </div>
      {versions.length > 1 && <VersionHistory slug={slug} versions={versions} shown={version} />}
    </div>
  );
}

function formatDay(moment: string): string {
  return moment.slice(0, 10);
}
