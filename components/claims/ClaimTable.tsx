import Link from 'next/link';
import type { FindingClaims_FindingFragment } from '../generated/graphql';
import { WideTable } from '../site/WideTable';
import { ClaimComments } from '../discussion/ClaimComments';
import { VerdictLabel } from './VerdictLabel';
import { formatMeasured, verdictAddress } from './verdict-text';
import classes from './claims.module.css';

type Finding = FindingClaims_FindingFragment;
type Evidence = Finding['evidence'][number];

interface ClaimTableProps {
  readonly claims: Finding['claims'];
  readonly furtherRuns: Finding['furtherRuns'];
  readonly evidence: readonly Evidence[];
  /** The finding's own run. */
  readonly run: { readonly id: string; readonly prompts: number; readonly model: string };
}

/** Claims by runs: what each run says of each claim; a verdict opens the cell that it is about. */
export function ClaimTable({ claims, furtherRuns, evidence, run }: ClaimTableProps) {
  const columns = [
    { id: run.id, title: 'Own run', prompts: run.prompts, model: run.model, state: null },
    ...furtherRuns.map((further) => ({
      id: further.runId,
      title: further.label ?? '',
      prompts: further.run?.pairCount ?? 0,
      model: further.run?.model.id ?? 'no longer available',
      state: null,
    })),
    ...evidence.map((one) => ({
      id: one.run.id,
      title: `${describeStance(one)}, ${one.author.name}`,
      prompts: one.run.pairCount,
      model: one.run.model.id,
      state: describeState(one),
    })),
  ];
  return (
    <WideTable>
      <table className={classes.table} aria-label="Claims by runs">
        <thead>
          <tr>
            <th scope="col">Claim</th>
            {columns.map((column) => (
              <th key={column.id} scope="col">
                {column.title}
                <span className={classes.run}>
                  {column.model}
                  {column.prompts > 0 && `, ${column.prompts} ${column.prompts === 1 ? 'prompt' : 'prompts'}`}
                </span>
              </th>
            ))}
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
              {columns.map((column) => {
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
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
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
