import { Badge, Checkbox, VisuallyHidden } from '@mantine/core';
import Link from 'next/link';
import { memo } from 'react';
import { describeGap, formatComponentEffect, VERDICT_TEXT } from '../gallery/baseline-text';
import { PromptLine } from '../gallery/PromptLine';
import type { RunRow_RunFragment } from '../generated/graphql';
import { ImportedBadge } from '../site/Imported';
import { UserLink } from '../site/UserLink';
import { runsAddress, type RunFilter } from './filter-address';
import { RunActions } from './RunActions';
import { RunThumbnail } from './RunThumbnail';
import classes from './run-list.module.css';

const STATUS_COLOURS = {
  QUEUED: 'gray',
  RUNNING: 'indigo',
  SUCCEEDED: 'teal',
  FAILED: 'red',
  CANCELLED: 'orange',
} as const;

interface RunRowProps {
  readonly run: RunRow_RunFragment;
  /** Of the list; a tag narrows it. */
  readonly filter: RunFilter;
  readonly isChosen: boolean;
  readonly onChoose: (id: string, isChosen: boolean) => void;
  readonly canDelete: boolean;
}

/** A run in a list: its small heatmap or its status, its experiment, its outcome and its owner. Renders only when it changes. */
export const RunRow = memo(function RunRow({ run, filter, isChosen, onChoose, canDelete }: RunRowProps) {
  const { id, ownTitle, title, tags, status, baseline, finding } = run;
  return (
    <li className={classes.row}>
      <Checkbox
        size="sm"
        className={classes.choice}
        aria-label={`Choose ${title} to compare`}
        checked={isChosen}
        disabled={baseline === null}
        onChange={(event) => onChoose(id, event.currentTarget.checked)}
      />
      <div className={classes.picture}>
        {run.thumbnail ? (
          <>
            <RunThumbnail run={run} />
            <VisuallyHidden>{status.toLowerCase()}</VisuallyHidden>
          </>
        ) : (
          <Badge color={STATUS_COLOURS[status]} variant="light">
            {status.toLowerCase()}
          </Badge>
        )}
      </div>
      <div className={classes.body}>
        <Link href={`/runs/${id}`} prefetch={false} className={classes.title}>
          <PromptLine text={title} />
        </Link>
        <p className={classes.meta}>
          <span>
            {run.directions.join(' and ').toLowerCase()} on {run.model.id}
          </span>
          <span>
            {run.sweepKinds.length} {run.sweepKinds.length === 1 ? 'sweep' : 'sweeps'}
          </span>
          {run.imported && <ImportedBadge />}
          <span>{run.isMine ? 'you' : <UserLink user={run.owner} />}</span>
          {run.visibility !== 'PUBLIC' && <span>{run.visibility.toLowerCase()}</span>}
          <time dateTime={run.createdAt}>{run.createdAt.replace('T', ' ').slice(0, 16)} UTC</time>
          {finding && (
            <Link href={`/findings/${finding.slug}`} prefetch={false} title={finding.title}>
              finding
            </Link>
          )}
          {tags.map((tag) => (
            <Link key={tag} href={runsAddress({ ...filter, tag })} prefetch={false}>
              #{tag}
            </Link>
          ))}
        </p>
      </div>
      {baseline && <Outcome run={run} baseline={baseline} />}
      <RunActions
        {...{ id, ownTitle, title, tags }}
        canEdit={run.isMine}
        canDelete={canDelete && finding === null}
      />
    </li>
  );
});

/** The largest effect in the unit that the gap allows and why, and the gap: two lines, as in every row. */
function Outcome({
  run: { topEffect, directions },
  baseline,
}: {
  readonly run: RunRow_RunFragment;
  readonly baseline: NonNullable<RunRow_RunFragment['baseline']>;
}) {
  const { verdict, cannotNormalise } = baseline;
  const problem = VERDICT_TEXT[verdict];
  return (
    <div className={classes.outcome}>
      <p>
        {topEffect && (
          <span title={`Logit difference, ${directions[0]!.toLowerCase()}`}>
            <span className={classes.effect}>
              {topEffect.label} <b>{formatComponentEffect(topEffect, verdict)}</b>
            </span>{' '}
            <span className={classes.unit}>{problem === null ? 'recovery' : 'logits'}</span>
          </span>
        )}
        {problem !== null && (
          <span className={classes.problem} title={cannotNormalise ?? undefined}>
            {problem}
          </span>
        )}
      </p>
      <p className={classes.unit}>{describeGap(baseline)}</p>
    </div>
  );
}
