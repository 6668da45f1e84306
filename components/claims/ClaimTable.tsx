import Link from 'next/link';
import type { FindingClaims_FindingFragment } from '../generated/graphql';
import { WideTable } from '../site/WideTable';
import { ClaimComments } from '../discussion/ClaimComments';
import { VerdictLabel } from './VerdictLabel';
import { countVerdicts, formatMeasured, verdictAddress } from './verdict-text';
import classes from './claims.module.css';

type Finding = FindingClaims_FindingFragment;
type Evidence = Finding['evidence'][number];

/** A run that claims are judged on. */
export interface JudgedRun {
  readonly id: string;
  readonly title: string;
  readonly prompts: number;
  readonly model: string;
  /** Why it has no verdicts; null when it has. */
  readonly state: string | null;
}

interface ClaimTableProps {
  readonly claims: Finding['claims'];
  /** The columns. */
  readonly runs: readonly JudgedRun[];
  /** Ids of attached runs, whose verdicts are counted in the last column; that column is left out where there are none. */
  readonly attached?: readonly string[];
  /** Name of the table. */
  readonly label?: string;
}

/** Claims by runs: what each run says of each claim; a verdict opens the cell that it is about. */
export function ClaimTable({ claims, runs, attached = [], label = 'Claims by runs' }: ClaimTableProps) {
  return (
    <WideTable>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">Claim</th>
            {runs.map((column) => (
              <th key={column.id} scope="col">
                {column.title}
                <span className={classes.run}>
                  {column.model}
                  {column.prompts > 0 && `, ${column.prompts} ${column.prompts === 1 ? 'prompt' : 'prompts'}`}
                </span>
              </th>
            ))}
            {attached.length > 0 && <th scope="col">Attached runs</th>}
          </tr>
        </thead>
        <tbody>
          {claims.map((claim) => (
            <tr key={claim.id}>
              <th scope="row" className={classes.claim}>
                <span className={classes.statement}>
                  <span>{claim.text}</span>
                  <ClaimComments id={claim.id} text={claim.text} />
                </span>
              </th>
              {runs.map((column) => {
                const verdict = claim.verdicts.find(({ runId }) => runId === column.id);
                return (
                  <td key={column.id}>
                    {verdict ? (
                      <>
                        <Link href={verdictAddress(verdict)} prefetch={false} className={classes.cell}>
                          <VerdictLabel verdict={verdict.verdict} />
                          <span className={classes.measured}>{formatMeasured(verdict)}</span>
                        </Link>
                        {verdict.error && <span className={classes.problem}>{verdict.error.message}</span>}
                      </>
                    ) : (
                      (column.state ?? '–')
                    )}
                  </td>
                );
              })}
              {attached.length > 0 && <td>{countVerdicts(claim.verdicts, attached)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

/** A further run of a finding as a column. */
export function describeFurther({ runId, label, run }: Finding['furtherRuns'][number]): JudgedRun {
  return {
    id: runId,
    title: label ?? '',
    prompts: run?.pairCount ?? 0,
    model: run?.model.id ?? 'no longer available',
    state: null,
  };
}

/** An attached run as a column. */
export function describeAttached(one: Evidence): JudgedRun {
  return {
    id: one.run.id,
    title: `${describeStance(one)}, ${one.author.name}`,
    prompts: one.run.pairCount,
    model: one.run.model.id,
    state: describeState(one),
  };
}

/** `Replication`, `Supports` or `Refutes`. */
export function describeStance({
  isReplication,
  isFresh,
  isElsewhere,
  stance,
  run,
}: Pick<Evidence, 'isReplication' | 'isFresh' | 'isElsewhere' | 'stance'> & {
  readonly run: Pick<Evidence['run'], 'freshSeed'>;
}): string {
  if (isFresh) return `Fresh prompts (seed ${run.freshSeed})`;
  if (isReplication) return isElsewhere ? 'Replication elsewhere (imported)' : 'Replication';
  if (isElsewhere) return stance === 'REFUTES' ? 'Refutes (imported)' : 'Supports (imported)';
  return stance === 'REFUTES' ? 'Refutes' : 'Supports';
}

/** The state of a run without verdicts; null when it is judged. */
export function describeState({ isJudged, run }: Pick<Evidence, 'isJudged' | 'run'>): string | null {
  if (isJudged) return null;
  return run.status === 'SUCCEEDED' ? 'being compared' : run.status.toLowerCase();
}
