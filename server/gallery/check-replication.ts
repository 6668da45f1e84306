/** Whether an imported run may be attached as a replication: the same experiment, computed by somebody else. */
import type { Database, PromptPair, Run } from '../db';
import type { InputIssue } from '../errors';
import { canonicalize, listInterventions } from '../../domain/experiment';
import { readExperiment, readMetrics } from '../runs/experiment';
import { readKinds } from '../runs/stored-run';

type RunWithPairs = Run & { readonly pairs: readonly PromptPair[] };

/** All problems; empty for a run that may be attached. @param runId of the finding's own run. */
export async function findReplicationIssues(
  db: Database,
  runId: string,
  otherId: string,
): Promise<InputIssue[]> {
  const include = { pairs: { orderBy: { index: 'asc' } } } as const;
  const original = await db.run.findUniqueOrThrow({ where: { id: runId }, include });
  const other = await db.run.findUniqueOrThrow({ where: { id: otherId }, include });
  const refuse = (message: string): InputIssue[] => [{ path: 'runId', message }];
  if (other.importedAt === null) {
    return refuse(
      'This run was not imported. REPLICATES is for runs that were computed elsewhere; use replicateFinding to compute it here.',
    );
  }
  if (!isSameExperiment(original, other)) {
    return refuse(
      'This run is another experiment: model, prompts, directions, metrics or sweeps differ from the finding. Attach it with SUPPORTS or REFUTES.',
    );
  }
  if (isSameComputation(original, other)) {
    return refuse(
      "This run is a copy of the finding's own run, not a replication: it has the same times and provenance. Compute the experiment again.",
    );
  }
  return [];
}

/** The name of a model is of its server; the prompts' tokens and the number of layers and heads are compared instead. */
function isSameExperiment(original: RunWithPairs, other: RunWithPairs): boolean {
  const [a, b] = [original, other].map((run) => {
    // Edges are not compared.
    const { direction, directions, pairs } = readExperiment(run, run.pairs);
    const interventions = listInterventions(readKinds(run));
    return JSON.stringify(
      canonicalize({ model: '', direction, directions, pairs, interventions, metrics: readMetrics(run) }),
    );
  });
  if (a !== b) return false;
  const [of, by] = [original.modelDigest, other.modelDigest];
  return of === null || by === null ? original.modelSha256 === other.modelSha256 : of === by;
}

/** One computation has one duration, to the microsecond. */
function isSameComputation(a: Run, b: Run): boolean {
  return (
    a.computeMs === b.computeMs &&
    a.engineVersion === b.engineVersion &&
    a.runtime === b.runtime &&
    a.provider === b.provider
  );
}
