import { Badge, Checkbox } from '@mantine/core';
import Link from 'next/link';
import { describeGap, formatComponentEffect, VERDICT_TEXT } from '../gallery/baseline-text';
import { PromptLine } from '../gallery/PromptLine';
import type { RunRow_RunFragment } from '../generated/graphql';
import { ImportedBadge } from '../site/Imported';
import { RunActions } from './RunActions';
import classes from './run-list.module.css';
import { UserLink } from '../site/UserLink';

const STATUS_COLOURS = {
  QUEUED: 'gray',
  RUNNING: 'indigo',
  SUCCEEDED: 'teal',
  FAILED: 'red',
  CANCELLED: 'orange',
} as const;

interface RunRowProps {
  readonly run: RunRow_RunFragment;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
  readonly canDelete: boolean;
}

/** A run in a list: its experiment, its outcome and its owner. */
export function RunRow({ run, isChosen, onChoose, canDelete }: RunRowProps) {
  const { id, title, status, baseline, finding } = run;
  return (
    <li className={classes.row}>
      <Checkbox
        size="sm"
        className={classes.choice}
        aria-label={`Choose ${title} to compare`}
        checked={isChosen}
        disabled={baseline === null}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      <Badge color={STATUS_COLOURS[status]} variant="light" className={classes.status}>
        {status.toLowerCase()}
      </Badge>
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
        </p>
      </div>
      {baseline && <Outcome run={run} baseline={baseline} />}
      <RunActions id={id} title={title} canRename={run.isMine} canDelete={canDelete && finding === null} />
    </li>
  );
}

/** The gap, and the largest effect in the unit that the gap allows. */
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
      {topEffect && (
        <p title={`Logit difference, ${directions[0]!.toLowerCase()}`}>
          <span className={classes.effect}>
            {topEffect.label} <b>{formatComponentEffect(topEffect, verdict)}</b>
          </span>{' '}
          <span className={classes.unit}>{problem === null ? 'recovery' : 'logits'}</span>
        </p>
      )}
      <p className={classes.unit}>{describeGap(baseline)}</p>
      {problem !== null && (
        <p className={classes.problem} title={cannotNormalise ?? undefined}>
          {problem}
        </p>
      )}
    </div>
  );
}
