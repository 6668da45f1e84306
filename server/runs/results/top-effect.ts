/**
 * The largest effect of each run of a list, in its first direction and the logit difference, read from the indexed effects, not
 * from the arrays of sweeps.
 */
import { formatComponent } from '../../../domain/cell';
import { DEFAULT_METRIC } from '../../../domain/metrics';
import { Prisma, type Database, type Run } from '../../db';
import { decodeDirection, decodeEffectKind, decodeKinds } from '../../db/codec';
import { chooseNamingKind } from './name-component';
import { computeGap } from '../../../domain/effect';

/** The effect of patching a component, averaged over prompts. */
export interface ComponentEffect {
  readonly label: string;
  /** Null where the gap is too small to normalise by. */
  readonly recovery: number | null;
  /** Change of the logit difference from the base run, in logits. */
  readonly change: number;
}

/** Raw queries return some integers as bigints. */
interface EffectRow {
  readonly runId: string;
  readonly kind: string;
  readonly layer: number | bigint;
  readonly head: number | bigint | null;
  readonly position: number | bigint | null;
  readonly src: number | bigint | null;
  readonly role: string | null;
  readonly srcRole: string | null;
  readonly value: number;
  readonly recovery: number | null;
}

/**
 * The effect with the largest |change| of each run, by run id, from the sweep that names components best. Runs without results
 * have none.
 */
export async function findTopEffects(
  db: Pick<Database, '$queryRaw'>,
  runs: readonly Run[],
): Promise<Map<string, ComponentEffect>> {
  const wanted = runs.flatMap((run) => {
    const kind = chooseNamingKind(decodeKinds(run.kinds));
    const base = computeBase(run);
    return kind === null || base === null ? [] : [{ id: run.id, kind, base }];
  });
  if (wanted.length === 0) return new Map();
  const keys = wanted.map(
    ({ id, kind, base }) => Prisma.sql`(${id}, ${kind}, CAST(${base} AS DOUBLE PRECISION))`,
  );
  const rows = await db.$queryRaw<EffectRow[]>`
    WITH wanted("runId", "kind", "base") AS (VALUES ${Prisma.join(keys)}),
      ranked AS (
        SELECT e.*, ROW_NUMBER() OVER (
          PARTITION BY e."runId" ORDER BY ABS(e."value" - w."base") DESC, e."id") AS rank
        FROM wanted w JOIN "Effect" e ON e."runId" = w."runId" AND e."kind" = w."kind" AND e."metric" = ${DEFAULT_METRIC}
          AND e."isFirstDirection" = TRUE)
    SELECT "runId", "kind", "layer", "head", "position", "src", "role", "srcRole", "value", "recovery" FROM ranked WHERE rank = 1`;
  const bases = new Map(wanted.map(({ id, base }) => [id, base]));
  return new Map(
    rows.map(({ runId, kind, layer, head, position, src, role, srcRole, value, recovery }) => {
      const place = {
        layer: Number(layer),
        head: toNumber(head),
        position: toNumber(position),
        src: toNumber(src),
      };
      // By role there are names instead of positions.
      const isByRole = position === null && role !== null;
      const named = isByRole ? { ...place, position: 0, src: srcRole === null ? null : 1 } : place;
      const label = formatComponent(decodeEffectKind(kind), named, isByRole ? [role, srcRole ?? ''] : null);
      return [runId, { label, recovery, change: value - bases.get(runId)! }];
    }),
  );
}

function toNumber(value: number | bigint | null): number | null {
  return value === null ? null : Number(value);
}

/** Mean logit difference of the run that was patched; null before it is known. */
function computeBase({ cleanLogitDiff, corruptedLogitDiff, direction }: Run): number | null {
  if (cleanLogitDiff === null || corruptedLogitDiff === null) return null;
  const baselines = { clean: [cleanLogitDiff], corrupted: [corruptedLogitDiff] };
  return computeGap(baselines, decodeDirection(direction)).base;
}
