/** Further runs that a finding rests on, beside its main run. */
import { MAX_FURTHER_RUNS, MAX_FURTHER_RUN_LABEL } from '../../domain/limits';
import type { Actor } from '../accounts/policy';
import type { Database, FindingRun, Run } from '../db';
import type { InputIssue } from '../errors';
import { widenVisibility } from '../runs/manage/visibility';
import { hasVisibleText, textProblem } from '../text';

/** A run to add, and what it adds. */
export interface FurtherRunInput {
  readonly runId: string;
  readonly label: string;
}

/** What a finding rests on already; nothing of a finding that is not published yet. */
interface Subject {
  readonly id: string | null;
  readonly ownerId: string;
  readonly mainRunId: string;
  readonly further: readonly Pick<FindingRun, 'runId'>[];
}

/**
 * Checks runs that are added to a finding. They belong to its author, who makes them public by it.
 *
 * @returns the runs in their order, and what is wrong with them.
 */
export async function checkFurtherRuns(
  db: Pick<Database, 'run' | 'evidence'>,
  actor: Actor,
  { id, ownerId, mainRunId, further }: Subject,
  added: readonly FurtherRunInput[],
  path: string,
): Promise<{ readonly runs: readonly Run[]; readonly issues: readonly InputIssue[] }> {
  const issues: InputIssue[] = [];
  const count = further.length + added.length;
  if (count > MAX_FURTHER_RUNS) {
    const message = `${count} further runs are too many; use up to ${MAX_FURTHER_RUNS}.`;
    return { runs: [], issues: [{ path, message }] };
  }
  const known = new Set([mainRunId, ...further.map(({ runId }) => runId)]);
  const found = await db.run.findMany({
    // Those of the author that the actor may show: an administrator cannot publish what is private to others.
    where: {
      id: { in: added.map(({ runId }) => runId) },
      ownerId,
      ...(actor.userId !== ownerId && { visibility: 'PUBLIC' }),
    },
  });
  const attached = id === null ? [] : await db.evidence.findMany({ where: { findingId: id } });
  const runs: Run[] = [];
  for (const [index, { runId, label }] of added.entries()) {
    const refuse = (field: string, message: string): void =>
      void issues.push({ path: `${path}.${index}.${field}`, message });
    const run = found.find((one) => one.id === runId);
    if (!run) refuse('runId', `'${runId}' is no run of yours. Copy or compute it as a run of yours first.`);
    else if (known.has(runId)) refuse('runId', 'The finding rests on this run already.');
    else if (attached.some((evidence) => evidence.runId === runId))
      refuse('runId', 'This run is attached to the finding as evidence. Detach it there first.');
    else if (run.status !== 'SUCCEEDED')
      refuse('runId', `This run is ${run.status.toLowerCase()}; only a succeeded run can be added.`);
    else runs.push(run);
    known.add(runId);
    const problem = findLabelProblem(label);
    if (problem !== null) refuse('label', problem);
  }
  return { runs, issues };
}

function findLabelProblem(label: string): string | null {
  const problem = textProblem(label);
  if (problem !== null) return `The label ${problem}.`;
  if (!hasVisibleText(label)) return 'The label is empty; write in a few words what this run adds.';
  if (label.length <= MAX_FURTHER_RUN_LABEL) return null;
  return `The label is ${label.length} characters long; use up to ${MAX_FURTHER_RUN_LABEL}.`;
}

/** Adds runs that were checked, after those that are there. @param tx a transaction. */
export async function addFurtherRuns(
  tx: Pick<Database, 'run' | 'findingRun'>,
  findingId: string,
  runs: readonly Run[],
  added: readonly FurtherRunInput[],
): Promise<void> {
  const last = await tx.findingRun.findFirst({ where: { findingId }, orderBy: { index: 'desc' } });
  for (const [at, run] of runs.entries()) {
    await widenVisibility(tx, run, 'PUBLIC');
    const label = added.find(({ runId }) => runId === run.id)!.label.trim();
    const index = (last?.index ?? -1) + 1 + at;
    await tx.findingRun.create({ data: { findingId, runId: run.id, index, label } });
  }
}

/** Takes runs out of a finding, with what they said of its claims. @param tx a transaction. */
export async function removeFurtherRuns(
  tx: Pick<Database, 'findingRun' | 'claimVerdict'>,
  findingId: string,
  runIds: readonly string[],
): Promise<void> {
  if (runIds.length === 0) return;
  await tx.findingRun.deleteMany({ where: { findingId, runId: { in: [...runIds] } } });
  await tx.claimVerdict.deleteMany({ where: { runId: { in: [...runIds] }, claim: { findingId } } });
}
