/** Stores the edges into the heads of one layer. */
import type { ComputedBy, EdgeResult } from '../../engine/api';
import type { Services } from '../services';
import { fence, type Lease } from '../queue/leases';
import { listMetricRows } from './metric-rows';
import { TRANSACTION } from './persist';

/**
 * Stores edges in one transaction. Edges that are stored already stay unchanged. As for a sweep, attempts are counted from here.
 *
 * @throws LeaseLostError
 */
export async function saveEdges(
  { db, changes }: Pick<Services, 'db' | 'changes'>,
  lease: Lease,
  { direction, layer, values, elapsedMs, flops }: EdgeResult,
  computedBy: ComputedBy,
): Promise<void> {
  const { runId } = lease;
  const { modelSha256, modelDigest, engineVersion, runtime, provider } = computedBy;
  await db.$transaction(async (tx) => {
    await fence(tx, lease, { attempts: 1 });
    const key = { runId_direction_layer: { runId, direction, layer } };
    if (await tx.edgeLayer.findUnique({ where: key, select: { id: true } })) return;
    await tx.edgeLayer.create({
      data: {
        runId,
        direction,
        layer,
        elapsedMs,
        flops,
        modelSha256,
        modelDigest,
        engineVersion,
        runtime,
        provider,
        values: {
          create: listMetricRows(values),
        },
      },
    });
  }, TRANSACTION);
  changes.emit(runId);
}
