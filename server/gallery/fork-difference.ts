/** How a fork differs from the finding that it was made from. */
import { formatComponent } from '../../domain/cell';
import { compareWords, matchParts, type PartDifference } from '../../domain/match-parts';
import { DEFAULT_METRIC, type MetricId } from '../../domain/metrics';
import type { SweepKind } from '../../domain/sites';
import { Prisma, type Database, type PromptPair, type Run } from '../db';
import { decodeEffectKind } from '../db/codec';
import type { Direction } from '../engine/api';
import { readDirections, readMetrics } from '../runs/experiment';
import { readKinds } from '../runs/stored-run';

/** A value of both; null in the difference where they are the same. */
export interface Change<T> {
  readonly before: T;
  readonly after: T;
}

/** Members that only one of two sets has. */
export interface SetDifference<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
}

export interface ForkDifference {
  readonly isSameExperiment: boolean;
  readonly isSameText: boolean;
  readonly model: Change<string> | null;
  readonly prependBos: Change<boolean> | null;
  readonly edges: Change<boolean> | null;
  readonly directions: SetDifference<Direction>;
  readonly metrics: SetDifference<MetricId>;
  readonly sweeps: SetDifference<SweepKind>;
  readonly pairs: PartDifference<PromptPair>;
  readonly claims: PartDifference<string>;
}

/** A finding with what the difference reads. */
export interface ComparedFinding {
  readonly title: string;
  readonly summary: string;
  readonly run: Run;
  readonly pairs: readonly PromptPair[];
  /** In canonical form. */
  readonly claims: readonly string[];
}

/** Compares the experiments, texts and claims of two findings. */
export function compareFindings(parent: ComparedFinding, fork: ComparedFinding): ForkDifference {
  const [old, run] = [parent.run, fork.run];
  return {
    isSameExperiment: old.contentHash === run.contentHash,
    isSameText: parent.title === fork.title && parent.summary === fork.summary,
    model: findChange(old.modelId, run.modelId),
    prependBos: findChange(old.prependBos, run.prependBos),
    edges: findChange(old.edges, run.edges),
    directions: compareSets(readDirections(old), readDirections(run)),
    metrics: compareSets(readMetrics(old), readMetrics(run)),
    sweeps: compareSets(readKinds(old), readKinds(run)),
    pairs: matchParts(parent.pairs, fork.pairs, {
      makeKey: (pair) => JSON.stringify(listTexts(pair)),
      compare: (a, b) => compareWords(listTexts(a).join(' '), listTexts(b).join(' ')),
    }),
    claims: matchParts(parent.claims, fork.claims, {
      makeKey: (claim) => claim,
      // Claims about the same values differ in the comparison only.
      compare: (a, b) => (findSubject(a) === findSubject(b) ? 1 : 0),
    }),
  };
}

/** The cell that both runs have whose recoveries differ most. */
export interface SharedCells {
  /** Cells that both have. */
  readonly count: number;
  readonly largest: (Change<number> & { readonly kind: SweepKind; readonly label: string }) | null;
}

/**
 * Compares the stored effects of two runs: mean recovery of the logit difference in the first direction. Runs of different
 * models or first directions share no cell. Of a sweep by position, only the cells that have effects in both count.
 */
export async function compareEffects(db: Database, parent: Run, fork: Run): Promise<SharedCells> {
  if (parent.modelId !== fork.modelId || parent.direction !== fork.direction)
    return { count: 0, largest: null };
  const rows = await db.$queryRaw<
    {
      kind: string;
      layer: number | bigint;
      head: number | bigint | null;
      position: number | bigint | null;
      src: number | bigint | null;
      role: string | null;
      srcRole: string | null;
      before: number;
      after: number;
      shared: number | bigint;
    }[]
  >(Prisma.sql`
    SELECT a."kind", a."layer", a."head", a."position", a."src", a."role", a."srcRole",
      a."recovery" AS "before", b."recovery" AS "after",
      COUNT(*) OVER () AS "shared"
    FROM "Effect" a JOIN "Effect" b ON b."runId" = ${fork.id} AND b."kind" = a."kind" AND b."metric" = a."metric"
      AND b."isFirstDirection" = TRUE AND b."layer" = a."layer" AND b."head" IS NOT DISTINCT FROM a."head"
      AND b."position" IS NOT DISTINCT FROM a."position" AND b."src" IS NOT DISTINCT FROM a."src"
      AND b."role" IS NOT DISTINCT FROM a."role" AND b."srcRole" IS NOT DISTINCT FROM a."srcRole"
    WHERE a."runId" = ${parent.id} AND a."metric" = ${DEFAULT_METRIC} AND a."isFirstDirection" = TRUE
      AND a."recovery" IS NOT NULL AND b."recovery" IS NOT NULL
    ORDER BY abs(a."recovery" - b."recovery") DESC, a."id" LIMIT 1`);
  const [row] = rows;
  if (!row) return { count: 0, largest: null };
  const kind = decodeEffectKind(row.kind);
  const number = (value: number | bigint | null): number | null => (value === null ? null : Number(value));
  // By role there are names instead of positions.
  const roles = row.role === null ? null : [row.role, row.srcRole ?? ''];
  const place = {
    layer: Number(row.layer),
    head: number(row.head),
    position: roles ? 0 : number(row.position),
    src: roles && row.srcRole !== null ? 1 : number(row.src),
  };
  return {
    count: Number(row.shared),
    largest: { kind, label: formatComponent(kind, place, roles), before: row.before, after: row.after },
  };
}

function findChange<T>(before: T, after: T): Change<T> | null {
  return before === after ? null : { before, after };
}

function compareSets<T>(before: readonly T[], after: readonly T[]): SetDifference<T> {
  return {
    added: after.filter((one) => !before.includes(one)),
    removed: before.filter((one) => !after.includes(one)),
  };
}

/** Prompts and answers. */
function listTexts({ clean, corrupted, correct, incorrect, correctSet, incorrectSet }: PromptPair): string[] {
  return [clean, corrupted, correctSet ?? correct, incorrectSet ?? incorrect];
}

/** What a claim in canonical form is about: all before its comparison. */
function findSubject(claim: string): string {
  return claim.split(/ (?:>=|<=|>|<|=) /, 1)[0]!;
}
