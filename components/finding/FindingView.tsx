import { Badge, Box, Group, Text, Title } from '@mantine/core';
import { AddToCollection } from '../collections/AddToCollection';
import { FindingRelations } from '../lineage/FindingRelations';
import { Discussion } from './discussion/Discussion';
import { DiscussionProvider } from '../discussion/DiscussionProvider';
import { StarButton } from './discussion/StarButton';
import { ClaimTable, describeFurther } from '../claims/ClaimTable';
import { FindingClaims } from '../claims/FindingClaims';
import { writeRequest, writeText, type CodeRequest } from '../code/code-text';
import { ShowCode } from '../code/ShowCode';
import { describeGap } from '../gallery/baseline-text';
import { DirectionTerms } from '../glossary/DirectionTerms';
import {
  SimilarFindingsDocument,
  type FindingPageQuery,
  type FindingVersion_VersionFragment,
} from '../generated/graphql';
import type { StoredJointPatches } from '../joint/JointPatches';
import { Results } from '../results/Results';
import { FeedLinks } from '../site/FeedLinks';
import { ImportedLine } from '../site/Imported';
import { LinkButton, TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import { CiteButton } from './CiteButton';
import { UserLink } from '../site/UserLink';
import { FindingActions } from './FindingActions';
import { FindingModeration } from './FindingModeration';
import { FindingCircuits } from './FindingCircuits';
import { FindingPairs } from './FindingPairs';
import { FurtherRuns } from './FurtherRuns';
import { SummaryView } from '../text/SummaryView';
import { RemoveFinding } from './RemoveFinding';
import { VersionHistory } from './VersionHistory';
import { VersionNotice } from './VersionNotice';
import classes from './finding.module.css';

interface FindingViewProps {
  readonly finding: NonNullable<FindingPageQuery['finding']>;
  readonly joint: StoredJointPatches | undefined;
  /** Newest first; empty for a finding that was never edited. */
  readonly versions: readonly FindingVersion_VersionFragment[];
  /** Whether the address names the version that is shown. */
  readonly isPinned: boolean;
  readonly isAdministrator: boolean;
  /** The request of the page. */
  readonly request: CodeRequest;
}

/**
 * A finding or a version of it: its claims, then its text beside the results of its run on wide screens, then what others say: replications,
 * attached runs and comments.
 */
export function FindingView(props: FindingViewProps) {
  const { finding, joint, versions, isPinned, isAdministrator, request } = props;
  const { id, run, card, editedAt, isMine, slug, title, summary, tags, claims, evidence, hasFreshPrompts } =
    finding;
  const { commentCount, commentedCells, starCount, isStarred, isHidden, version, furtherRuns } = finding;
  const ownRun = { id: run.id, prompts: run.pairCount, model: run.model.id };
  const columns = (
    <div className={classes.columns}>
      <section aria-label="Text" className={classes.claim} tabIndex={0}>
        <SummaryView tree={finding.summaryTree} kinds={run.sweepKinds} roles={run.roles} />
        <FindingPairs pairs={run.pairs} count={run.pairCount} />
        <FurtherRuns findingId={id} runs={furtherRuns} canEdit={isMine && !isPinned} />
        <FindingCircuits runId={run.id} circuits={run.circuits} />
      </section>
      <section aria-label="Evidence" className={classes.evidence}>
        <Results run={run} joint={joint} />
      </section>
    </div>
  );
  const page = (
    <div data-wide>
      {isPinned && (
        <Box mb="md">
          <VersionNotice finding={finding} />
        </Box>
      )}
      {isHidden && (
        <Box mb="md">
          <Notice tone="warning">
            An administrator has hidden this finding: only its author and administrators can open it.
          </Notice>
        </Box>
      )}
      <header className={classes.header}>
        <Title order={1}>{title}</Title>
        <Group gap={8} mt={6}>
          <Text size="sm" c="dimmed">
            <UserLink user={finding.author} isCited />, {formatDay(finding.createdAt)}
            {isPinned ? `, version ${version}` : editedAt !== null && `, edited ${formatDay(editedAt)}`},{' '}
            <DirectionTerms directions={run.directions} /> on {run.model.id}, {describeGap(card.baseline)}
          </Text>
          {tags.map((tag) => (
            <TextLink key={tag} href={`/?tag=${encodeURIComponent(tag)}`} underline="never">
              <Badge variant="light">{tag}</Badge>
            </TextLink>
          ))}
        </Group>
        {run.imported && <ImportedLine imported={run.imported} provenance={run.provenance} />}
        <Group gap={8} mt={8}>
          <LinkButton size="compact-xs" variant="default" href={`/runs/${run.id}`}>
            Open the run
          </LinkButton>
          <LinkButton size="compact-xs" variant="default" href={`/compare?a=${run.id}`}>
            Compare
          </LinkButton>
          <CiteButton
            finding={{
              slug,
              version,
              title,
              tags,
              createdAt: finding.createdAt,
              editedAt,
              author: { id: finding.author.id, name: finding.author.name },
            }}
          />
          {!isPinned && (
            <>
              <StarButton />
              <AddToCollection findingId={id} />
              <FindingActions
                finding={{ slug, version, title, summary, tags, claims: claims.map(({ text }) => text) }}
                runId={run.id}
                kinds={run.sweepKinds}
                canEdit={isMine}
              />
            </>
          )}
          <ShowCode
            title="Finding"
            code={{
              requests: [request, ...(isPinned ? [] : [writeRequest(SimilarFindingsDocument, { slug })])],
              methods: `finding = client.finding(${writeText(slug)})`,
            }}
          />
        </Group>
      </header>
      {card.baseline.verdict !== 'OK' && claims.length > 0 && (
        <Box mb="sm">
          <Notice tone="warning">
            Recovery is not meaningful for this run, so claims about it say little: see the baseline below.
          </Notice>
        </Box>
      )}
      {isPinned ? (
        <>
          {claims.length > 0 && (
            <section aria-label="Claims" className={classes.pinnedClaims}>
              <Title order={2}>Claims</Title>
              <ClaimTable
                claims={claims}
                runs={[{ ...ownRun, title: 'Own run', state: null }, ...furtherRuns.map(describeFurther)]}
              />
            </section>
          )}
          {columns}
        </>
      ) : (
        <FindingClaims
          initial={structuredClone({ id, slug, isMine, hasFreshPrompts, claims, furtherRuns, evidence })}
          run={ownRun}
          provenance={run.provenance}
        >
          {columns}
        </FindingClaims>
      )}
      {!isPinned && (
        <>
          <Discussion
            initial={structuredClone(finding.comments)}
            kinds={run.sweepKinds}
            isAdministrator={isAdministrator}
          />
          <FindingRelations finding={finding} />
        </>
      )}
      {!isPinned && (
        <Group gap={8} mt="xl" role="group" aria-label="Withdraw, delete or hide" className={classes.removal}>
          {(isMine || isAdministrator) && <RemoveFinding slug={slug} runId={run.id} />}
          <FindingModeration slug={slug} {...{ isMine, isHidden, isAdministrator }} />
        </Group>
      )}
      {versions.length > 1 && <VersionHistory slug={slug} versions={versions} shown={version} />}
    </div>
  );
  // What is said of a finding is about its present version.
  if (isPinned) return page;
  return (
    <DiscussionProvider
      // Client components accept only plain objects, and results of queries are not.
      initial={structuredClone({ id, slug, commentCount, commentedCells, claims, starCount, isStarred })}
    >
      <FeedLinks title={title} atom={`/findings/${slug}/feed.xml`} rss={`/findings/${slug}/rss.xml`} />
      {page}
    </DiscussionProvider>
  );
}

function formatDay(moment: string): string {
  return moment.slice(0, 10);
}
