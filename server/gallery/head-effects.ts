/** What the published findings measured of a head: effects by sweep kind, and the findings in which it matters. */
import { kindsOfSection, type SweepKind } from '../../domain/sites';
import type { Direction } from '../../domain/effect';
import { describeMetric, titleInSentence, type MetricId } from '../../domain/metrics';
import { MAX_HEAD_EFFECTS, MAX_HEAD_FINDINGS } from '../../domain/limits';
import { Prisma, type Database } from '../db';
import { decodeEffectKind } from '../db/codec';
import { joinInOrder } from '../db/plan';
import { badUserInput } from '../errors';
import type { ListedFinding } from './list';
import { runsOfFindings } from './rests-on';

/** A head, with the sizes of its model as the newest run knew them. */
export interface HeadOfModel {
  readonly model: string;
  readonly layers: number;
  readonly heads: number;
  readonly layer: number;
  readonly head: number;
}

/** Effects of one sweep kind, one for each run that a finding rests on and that measured it. */
export interface KindEffects {
  readonly kind: SweepKind;
  /** Mean recoveries, the largest first. */
  readonly recoveries: readonly number[];
}

/** A finding in which a head matters, with the largest of its effects by kind, over the runs that it rests on. */
export interface HeadFinding {
  readonly finding: ListedFinding;
  readonly effects: readonly { readonly kind: SweepKind; readonly recovery: number }[];
}

/** In how many findings each head of a model matters. */
export interface HeadGrid {
  readonly model: string;
  readonly layers: number;
  readonly heads: number;
  /** Findings that measured heads by this kind, of those that rest on the newest MAX_HEAD_FINDINGS runs of the model. */
  readonly findings: number;
  /** [layer, head] */
  readonly counts: readonly number[];
}

/** Which effects are read. */
export interface EffectChoice {
  /** Null for the first direction of each run. */
  readonly direction: Direction | null;
  readonly metric: MetricId;
}

// Queries begin with the runs of findings: most effects are of runs that nobody has published.

/** Kinds that patch a whole head at all positions. */
const KINDS = kindsOfSection('heads');

/** A head of a model that a run has used; null for another model, and for a layer or a head that it does not have. */
export async function findHead(
  db: Database,
  model: string,
  layer: number,
  head: number,
): Promise<HeadOfModel | null> {
  const sizes = await db.model.findUnique({ where: { id: model }, select: { layers: true, heads: true } });
  if (!sizes) return null;
  const exists = layer >= 0 && layer < sizes.layers && head >= 0 && head < sizes.heads;
  return exists ? { model, ...sizes, layer, head } : null;
}

/**
 * Effects of a head in all runs of its model that findings rest on, by kind; kinds that no finding measured are left out.
 *
 * @throws BAD_USER_INPUT for a metric without recovery.
 */
export async function readHeadEffects(
  db: Database,
  { model, layer, head }: HeadOfModel,
  choice: EffectChoice,
): Promise<KindEffects[]> {
  checkRecovery(choice);
  const rows = await db.$queryRaw<{ kind: string; recovery: number }[]>`
    SELECT "kind", "recovery" FROM (
      SELECT e."kind", e."recovery", ROW_NUMBER() OVER (PARTITION BY e."kind" ORDER BY e."recovery" DESC) AS "place"
      FROM (SELECT DISTINCT "runId" FROM (${runsOfFindings()}) f) b
      ${joinInOrder(db)} "Run" r ON r."id" = b."runId" AND r."modelId" = ${model}
      ${joinInOrder(db)} "Effect" e ON e."runId" = r."id"
      WHERE e."kind" IN (${Prisma.join(KINDS)}) AND ${isChosen(choice)} AND e."layer" = ${layer} AND e."head" = ${head}
        AND e."recovery" IS NOT NULL) ranked
    WHERE "place" <= ${MAX_HEAD_EFFECTS} ORDER BY "place"`;
  return KINDS.map((kind) => ({
    kind,
    recoveries: rows.filter((row) => decodeEffectKind(row.kind) === kind).map(({ recovery }) => recovery),
  })).filter(({ recoveries }) => recoveries.length > 0);
}

/**
 * Findings in which a head matters: in one of its kinds the recovery is at least `least` in size. The largest effect first.
 *
 * @throws BAD_USER_INPUT for a threshold that is not above 0, or a metric without recovery.
 */
export async function listHeadFindings(
  db: Database,
  { model, layer, head }: HeadOfModel,
  { least, first, ...choice }: EffectChoice & { readonly least: number; readonly first: number },
): Promise<HeadFinding[]> {
  checkLeast(least);
  checkRecovery(choice);
  const wanted = await db.$queryRaw<{ findingId: string }[]>`
    SELECT b."findingId" AS "findingId" FROM (${runsOfFindings()}) b
    ${joinInOrder(db)} "Run" r ON r."id" = b."runId" AND r."modelId" = ${model}
    ${joinInOrder(db)} "Effect" e ON e."runId" = b."runId"
    WHERE e."kind" IN (${Prisma.join(KINDS)}) AND ${isChosen(choice)}
      AND e."layer" = ${layer} AND e."head" = ${head} AND abs(e."recovery") >= ${least}
    GROUP BY b."findingId" ORDER BY max(abs(e."recovery")) DESC, b."findingId" LIMIT ${first}`;
  const ids = wanted.map(({ findingId }) => findingId);
  if (ids.length === 0) return [];
  const [findings, effects] = await Promise.all([
    db.finding.findMany({ where: { id: { in: ids } }, omit: { text: true } }),
    db.$queryRaw<{ findingId: string; kind: string; recovery: number }[]>`
      SELECT b."findingId" AS "findingId", e."kind" AS "kind", e."recovery" AS "recovery"
      FROM (${runsOfFindings()}) b ${joinInOrder(db)} "Run" r ON r."id" = b."runId" AND r."modelId" = ${model}
      ${joinInOrder(db)} "Effect" e ON e."runId" = b."runId"
      WHERE b."findingId" IN (${Prisma.join(ids)}) AND e."kind" IN (${Prisma.join(KINDS)}) AND ${isChosen(choice)}
        AND e."layer" = ${layer} AND e."head" = ${head} AND e."recovery" IS NOT NULL
      ORDER BY abs(e."recovery") DESC`,
  ]);
  return ids.flatMap((id) => {
    // A finding that was deleted between the queries is left out.
    const finding = findings.find((one) => one.id === id);
    if (!finding) return [];
    const ofFinding = KINDS.flatMap((kind) => {
      const largest = effects.find((one) => one.findingId === id && decodeEffectKind(one.kind) === kind);
      return largest ? [{ kind, recovery: largest.recovery }] : [];
    });
    return [{ finding, effects: ofFinding }];
  });
}

/**
 * Counts, for each head of a model, the findings in which it matters; null for a model that no run has used.
 *
 * @throws BAD_USER_INPUT for a kind that does not patch whole heads, a threshold that is not above 0, or a metric without recovery.
 */
export async function countHeadFindings(
  db: Database,
  {
    model,
    kind,
    least,
    ...choice
  }: EffectChoice & { readonly model: string; readonly kind: SweepKind; readonly least: number },
): Promise<HeadGrid | null> {
  checkLeast(least);
  checkRecovery(choice);
  if (!KINDS.includes(kind)) {
    const message = `${kind} does not patch whole heads at all positions. Choose one of ${KINDS.join(', ')}.`;
    throw badUserInput([{ path: 'kind', message }]);
  }
  const sizes = await db.model.findUnique({ where: { id: model }, select: { layers: true, heads: true } });
  if (!sizes) return null;
  const rows = await db.$queryRaw<{ layer: bigint; head: bigint; measured: bigint; matters: bigint }[]>`
    SELECT "layer", "head", count(DISTINCT b."findingId") AS "measured",
      count(DISTINCT CASE WHEN abs("recovery") >= ${least} THEN b."findingId" END) AS "matters"
    FROM (
      SELECT b."findingId", b."runId" FROM (${runsOfFindings()}) b
      ${joinInOrder(db)} "Run" r ON r."id" = b."runId" AND r."modelId" = ${model}
      ORDER BY b."createdAt" DESC, b."findingId" DESC LIMIT ${MAX_HEAD_FINDINGS}) b
    ${joinInOrder(db)} "Effect" e ON e."runId" = b."runId"
    WHERE e."kind" = ${kind} AND ${isChosen(choice)} AND e."recovery" IS NOT NULL
    GROUP BY "layer", "head"`;
  const counts = Array.from({ length: sizes.layers * sizes.heads }, () => 0);
  let findings = 0;
  for (const { layer, head, measured, matters } of rows) {
    counts[Number(layer) * sizes.heads + Number(head)] = Number(matters);
    // A finding has one effect for each head that is stored.
    findings = Math.max(findings, Number(measured));
  }
  return { model, ...sizes, findings, counts };
}

/** The rows of a choice, of effects that are named `e`. The first column precedes layer and head in the indexes. */
function isChosen({ direction, metric }: EffectChoice): Prisma.Sql {
  return direction === null
    ? Prisma.sql`e."metric" = ${metric} AND e."isFirstDirection" = TRUE`
    : Prisma.sql`e."metric" = ${metric} AND e."isFirstDirection" IN (TRUE, FALSE) AND e."direction" = ${direction}`;
}

function checkRecovery({ metric }: EffectChoice): void {
  if (describeMetric(metric).hasRecovery) return;
  const message = `Recovery is not defined of the ${titleInSentence(metric)}; choose another metric.`;
  throw badUserInput([{ path: 'metric', message }]);
}

function checkLeast(least: number): void {
  if (least > 0) return;
  throw badUserInput([
    { path: 'least', message: `The threshold is ${least}; it must be above 0, e.g. 0.1.` },
  ]);
}
