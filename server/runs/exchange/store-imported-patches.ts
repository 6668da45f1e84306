/** Stores the joint patches and circuits of a file. */
import { randomBytes } from 'node:crypto';
import { formatSite } from '../../../domain/patch-sites';
import type { Database, Run } from '../../db';
import { encodeFloats } from '../results/float-bytes';
import type { RunFile } from './run-file';

type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0];

export async function storeJointPatches(
  tx: Transaction,
  { id: runId, ownerId }: Run,
  { jointPatches, digest, roles }: RunFile,
): Promise<void> {
  const ids = jointPatches.map(() => randomBytes(9).toString('base64url'));
  for (const [at, patch] of jointPatches.entries()) {
    const { sites, results, title, createdAt, controlOf, donors, engine, ...columns } = patch;
    const places = sites.map(({ label: _label, ...site }) => site);
    const floats = (values: readonly (number | null)[]) => encodeFloats(values.map((value) => value ?? NaN));
    await tx.jointPatch.create({
      data: {
        ...columns,
        id: ids[at]!,
        runId,
        creatorId: ownerId,
        createdAt: new Date(createdAt),
        title: title === places.map((place) => formatSite(place, roles)).join(', ') ? null : title,
        controlOfId: controlOf === null ? null : ids[controlOf]!,
        sites: JSON.stringify(places),
        donors: donors && JSON.stringify(donors),
        engineVersion: engine,
        // Not that of a joint patch that is computed here, which would be returned instead.
        contentHash: `imported:${digest}:${at}`,
        values: {
          create: results.map(({ metric, base, source, patched, singles }) => ({
            metric,
            base: floats(base),
            source: floats(source),
            patched: floats(patched),
            singles: floats(singles.flat()),
          })),
        },
      },
    });
  }
}

export function circuitRow(
  { name, createdAt, nodes, edges, choices, results }: RunFile['circuits'][number],
  { id: runId, ownerId, engineVersion }: Run,
) {
  const { members, on, scope, value, valueFrom, acrossPositions, donors, metric } = choices;
  return {
    id: randomBytes(9).toString('base64url'),
    createdAt: new Date(createdAt),
    runId,
    creatorId: ownerId,
    name,
    nodes: JSON.stringify(nodes),
    edges: members === 'EDGES' ? JSON.stringify(edges) : null,
    side: on,
    scope,
    value,
    valueFrom,
    acrossPositions,
    donors: donors && JSON.stringify(donors),
    metric,
    faithfulness: results.faithfulness.mean,
    engineVersion: engineVersion!,
    results: JSON.stringify(results),
  };
}
