/** Claims of findings: checked when they are written, and judged on each run of the finding. */
import { randomBytes } from 'node:crypto';
import type { Verdict } from '../../domain/claim/verdicts';
import { parseClaim } from '../../domain/claim/parse';
import { printClaim } from '../../domain/claim/print';
import { MAX_CLAIMS } from '../../domain/limits';
import { TextError } from '../../domain/text-error';
import type { Claim, ClaimVerdict, Database } from '../db';
import { decodeVerdict, decodeVerdictDirection, decodeVerdictMetric } from '../db/codec';
import type { InputIssue } from '../errors';
import { evaluateClaims, type JudgedClaim } from '../runs/claims/evaluate';

/** Claims in canonical form, each once, without blank ones; or what is wrong with them. */
export function readClaims(texts: readonly string[]): {
  readonly claims: readonly string[];
  readonly issues: readonly InputIssue[];
} {
  const claims = new Set<string>();
  const issues: InputIssue[] = [];
  texts.forEach((text, index) => {
    if (text.trim() === '') return;
    try {
      claims.add(printClaim(parseClaim(text)));
    } catch (error) {
      if (!(error instanceof TextError)) throw error;
      const place = `claims.${index}`;
      const message = `The claim '${text.slice(0, 80)}' cannot be read at character ${error.at + 1}: ${error.message}`;
      issues.push({ path: place, message });
    }
  });
  if (claims.size > MAX_CLAIMS) {
    issues.push({ path: 'claims', message: `${claims.size} claims are too many; use up to ${MAX_CLAIMS}.` });
  }
  return { claims: [...claims], issues };
}

/** What runs say of claims, by the text of the claim. */
export type JudgedByClaim = ReadonlyMap<string, readonly JudgedClaim[]>;

/** Judges claims on runs that have results. */
export async function judgeOnRuns(
  db: Database,
  runIds: readonly string[],
  claims: readonly string[],
): Promise<JudgedByClaim> {
  const byRun = await Promise.all(runIds.map((runId) => evaluateClaims(db, runId, claims)));
  return new Map(claims.map((text, at) => [text, byRun.map((judged) => judged[at]!)]));
}

/** Rows of new claims with their verdicts on runs, in their order. */
export function createClaimRows(claims: readonly string[], judged: JudgedByClaim) {
  return claims.map((text, index) => ({
    id: randomBytes(9).toString('base64url'),
    index,
    text,
    verdicts: { create: (judged.get(text) ?? []).map(createVerdictRow) },
  }));
}

/**
 * Replaces the claims of a finding. A claim that stays keeps its identity and its verdicts.
 *
 * @param tx a transaction that has written before.
 * @param judged verdicts to store: on all runs of the finding for a new claim, on added runs for one that stays.
 */
export async function replaceClaims(
  tx: Pick<Database, 'claim'>,
  findingId: string,
  claims: readonly string[],
  judged: JudgedByClaim,
): Promise<void> {
  const stored = await tx.claim.findMany({ where: { findingId } });
  const known = new Map(stored.map(({ id, text }) => [text, id]));
  const kept = claims.flatMap((text) => known.get(text) ?? []);
  await tx.claim.deleteMany({ where: { findingId, id: { notIn: kept } } });
  // Places are unique, so those that stay leave theirs first.
  for (const [at, id] of kept.entries())
    await tx.claim.updateMany({ where: { id }, data: { index: -1 - at } });
  for (const { id: newId, ...row } of createClaimRows(claims, judged)) {
    const id = known.get(row.text);
    if (id === undefined) await tx.claim.create({ data: { ...row, id: newId, findingId } });
    else await tx.claim.update({ where: { id }, data: { index: row.index, verdicts: row.verdicts } });
  }
}

/** Judges the claims of a finding on a run that has ended and stores the verdicts. */
export async function judgeOnRun(db: Database, findingId: string, runId: string): Promise<void> {
  const claims = await db.claim.findMany({ where: { findingId }, orderBy: { index: 'asc' } });
  const judged = await evaluateClaims(
    db,
    runId,
    claims.map(({ text }) => text),
  );
  for (const [at, verdict] of judged.entries()) {
    const row = createVerdictRow(verdict);
    const claimId = claims[at]!.id;
    await db.claimVerdict.upsert({
      where: { claimId_runId: { claimId, runId } },
      create: { ...row, claimId },
      update: row,
    });
  }
}

function createVerdictRow({ runId, verdict, value, low, high, error, cell, direction, metric }: JudgedClaim) {
  return {
    runId,
    verdict,
    value,
    low,
    high,
    errorMessage: error?.message ?? null,
    errorAt: error?.at ?? null,
    cell,
    direction,
    metric,
  };
}

/** A stored verdict as evaluation returns it. @throws DATABASE_UNAVAILABLE for a row that cannot be read. */
export function readVerdict(
  { text }: Pick<Claim, 'text'>,
  row: Omit<ClaimVerdict, 'claimId' | 'createdAt'>,
): JudgedClaim {
  const verdict = decodeVerdict(row.verdict);
  return {
    claim: text,
    canonical: verdict === 'INVALID' ? null : text,
    runId: row.runId,
    verdict,
    value: row.value,
    low: row.low,
    high: row.high,
    error: row.errorMessage === null ? null : { message: row.errorMessage, at: row.errorAt ?? 0 },
    cell: row.cell,
    direction: row.direction === null ? null : decodeVerdictDirection(row.direction),
    metric: row.metric === null ? null : decodeVerdictMetric(row.metric),
  };
}

/** Counts verdicts by what they say. */
export function countVerdicts(rows: readonly Pick<ClaimVerdict, 'verdict'>[]) {
  const count = (wanted: Verdict): number => rows.filter(({ verdict }) => verdict === wanted).length;
  return {
    supported: count('SUPPORTED'),
    refuted: count('REFUTED'),
    undecided: count('UNDECIDED'),
    invalid: count('INVALID'),
  };
}
