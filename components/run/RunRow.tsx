import Link from 'next/link';
import type { RunRow_RunFragment } from '../generated/graphql';
import classes from './run-list.module.css';

/** A run in a list. */
export function RunRow({ run }: { readonly run: RunRow_RunFragment }) {
  const others = run.pairs.length - 1;
  return (
    <li className={classes.row}>
      <span className={classes.status} data-status={run.status}>
        {run.status.toLowerCase()}
      </span>
      <div className={classes.body}>
        <Link href={`/runs/${run.id}`}>{run.pairs[0]?.clean}</Link>
        {others > 0 && <span className={classes.meta}> and {others} more</span>}
        <div className={classes.meta}>
          {run.direction.toLowerCase()} on {run.model.id}, {run.sweepKinds.length}{' '}
          {run.sweepKinds.length === 1 ? 'sweep' : 'sweeps'}, by {run.owner.name},{' '}
          <time dateTime={run.createdAt}>{run.createdAt.replace('T', ' ').slice(0, 16)} UTC</time>
          {run.finding && (
            <>
              , published as <Link href={`/findings/${run.finding.slug}`}>{run.finding.title}</Link>
            </>
          )}
        </div>
      </div>
    </li>
  );
}
