/** What the published findings measured of a head: effects by sweep kind, and the findings in which it matters. */
import { kindsOfSection, type SweepKind } from '../../domain/sites';
import { DEFAULT_METRIC } from '../../domain/metrics';
import { MAX_HEAD_EFFECTS, MAX_HEAD_FINDINGS } from '../../domain/limits';
import { Prisma, type Database } from '../db';
import { badUserInput } from '../errors';
import type { ListedFinding } from './list';
import { isListed, LISTED_FINDING } from './listed';

/** A head, with the sizes of its model as the newest run knew them. */
export interface HeadOfModel {
  readonly model: string;
  readonly layers: number;
  readonly heads: number;
  readonly layer: number;
  readonly head: number;
}

/** Effects of one sweep kind, one for each finding that measured it. */
export interface KindEffects {
  readonly kind: SweepKind;
  /** Mean recoveries of the logit difference in the first direction of each run, the largest first. */
  readonly recoveries: readonly number[];
}

/** A finding in which a head matters, with its effects by kind. */
export interface HeadFinding {
  readonly finding: ListedFinding;
  readonly effects: readonly { readonly kind: SweepKind; readonly recovery: number }[];
}

/** In how many findings each head of a model matters. */
export interface HeadGrid {
  readonly model: string;
  readonly layers: number;
  readonly heads: number;
  /** Findings that measured heads by this kind, of the newest MAX_HEAD_FINDINGS on the model. */
  readonly findings: number;
  /** [layer, head] */
  readonly counts: readonly number[];
}

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

/** Effects of a head in all findings on its model, by kind; kinds that no finding measured are left out. */
export async function readHeadEffects(
  db: Database,
  { model, layer, head }: HeadOfModel,
): Promise<KindEffects[]> {
  const effects = await Promise.all(
    KINDS.map(async (kind): Promise<KindEffects> => {
      const rows = await db.effect.findMany({
        where: {
          kind,
          metric: DEFAULT_METRIC,
          layer,
          head,
          recovery: { not: null },
          run: { modelId: model, finding: LISTED_FINDING },
        },
        select: { recovery: true },
        orderBy: { recovery: 'desc' },
        take: MAX_HEAD_EFFECTS,
      });
      return { kind, recoveries: rows.map(({ recovery }) => recovery!) };
    }),
  );
  return effects.filter(({ recoveries }) => recoveries.length > 0);
}

/**
 * Findings in which a head matters: in one of its kinds the recovery is at least `least` in size. The largest effect first.
 *
 * @throws BAD_USER_INPUT for a threshold that is not above 0.
 */
export async function listHeadFindings(
  db: Database,
  { model, layer, head }: HeadOfModel,
  { least, first }: { readonly least: number; readonly first: number },
): Promise<HeadFinding[]> {
  checkLeast(least);
  const wanted = await db.$queryRaw<{ runId: string }[]>`
    SELECT e."runId" AS "runId" FROM "Effect" e
    JOIN "Finding" f ON f."runId" = e."runId" AND ${isListed('f')}
    JOIN "Run" r ON r."id" = e."runId" AND r."modelId" = ${model}
    WHERE e."kind" IN (${Prisma.join(KINDS)}) AND e."metric" = ${DEFAULT_METRIC}
      AND e."layer" = ${layer} AND e."head" = ${head} AND abs(e."recovery") >= ${least}
    GROUP BY e."runId" ORDER BY max(abs(e."recovery")) DESC, e."runId" LIMIT ${first}`;
  const runIds = wanted.map(({ runId }) => runId);
  const [findings, effects] = await Promise.all([
    db.finding.findMany({ where: { runId: { in: runIds } }, omit: { text: true } }),
    db.effect.findMany({
      where: {
        runId: { in: runIds },
        kind: { in: KINDS },
        metric: DEFAULT_METRIC,
        layer,
        head,
        recovery: { not: null },
      },
      select: { runId: true, kind: true, recovery: true },
    }),
  ]);
  return runIds.flatMap((runId) => {
    // A finding that was deleted between the queries is left out.
    const finding = findings.find((one) => one.runId === runId);
    if (!finding) return [];
    const ofRun = KINDS.flatMap((kind) => {
      const effect = effects.find((one) => one.runId === runId && one.kind === kind);
      return effect ? [{ kind, recovery: effect.recovery! }] : [];
    });
    return [{ finding, effects: ofRun }];
  });
}

/**
 * Counts, for each head of a model, the findings in which it matters; null for a model that no run has used.
 *
 * @throws BAD_USER_INPUT for a kind that does not patch whole heads, or a threshold that is not above 0.
 */
export async function countHeadFindings(
  db: Database,
  { model, kind, least }: { readonly model: string; readonly kind: SweepKind; readonly least: number },
): Promise<HeadGrid | null> {
  checkLeast(least);
  if (!KINDS.includes(kind)) {
    const message = `${kind} does not patch whole heads at all positions. Choose one of ${KINDS.join(', ')}.`;
    throw badUserInput([{ path: 'kind', message }]);
  }
  const sizes = await db.model.findUnique({ where: { id: model }, select: { layers: true, heads: true } });
  if (!sizes) return null;
  const rows = await db.$queryRaw<{ layer: bigint; head: bigint; measured: bigint; matters: bigint }[]>`
    SELECT "layer", "head", count(*) AS "measured", sum(abs("recovery") >= ${least}) AS "matters" FROM "Effect"
    WHERE "runId" IN (
      SELECT f."runId" FROM "Finding" f JOIN "Run" r ON r."id" = f."runId" AND r."modelId" = ${model}
      WHERE ${isListed('f')}
      ORDER BY f."createdAt" DESC, f."id" DESC LIMIT ${MAX_HEAD_FINDINGS})
      AND "kind" = ${kind} AND "metric" = ${DEFAULT_METRIC} AND "recovery" IS NOT NULL
    GROUP BY "layer", "head"`;
  const counts = Array.from({ length: sizes.layers * sizes.heads }, () => 0);
  let findings = 0;
  for (const { layer, head, measured, matters } of rows) {
    counts[Number(layer) * sizes.heads + Number(head)] = Number(matters);
    // A finding has one effect for each head.
    findings = Math.max(findings, Number(measured));
  }
  return { model, ...sizes, findings, counts };
}

function checkLeast(least: number): void {
  if (least > 0) return;
  throw badUserInput([
    { path: 'least', message: `The threshold is ${least}; it must be above 0, e.g. 0.1.` },
  ]);
}
