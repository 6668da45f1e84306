/** Costs of fields that are known when the field is about to be resolved: what it reads from the database or runs. */
import { countCells } from '../../domain/cell';
import { RESAMPLES } from '../../domain/claim/bootstrap';
import type { Normalisation } from '../../domain/statistics/normalisation';
import { FACETS } from '../../domain/statistics/facets';
import { findReadableRun } from '../accounts/visibility';
import type { JointPatch, Run } from '../db';
import type { Direction, SweepKind } from '../engine/api';
import type { Context } from './context';
import type { Cost } from './budget';
import { listStoredMetrics, readMetrics } from '../runs/experiment';
import { countClaimCells } from '../runs/claims/evaluate';
import { readJointPatch } from '../runs/joint/read';
import { readShape } from '../runs/stored-run';
import { countEdgesInto } from '../../domain/edges';
import type { AttentionPatternParent, HeadEdgesParent, SweepParent } from './parents';
import { findSweep } from './resolvers/Run';

/** Approximate length of a token in the stored JSON. */
const STORED_TOKEN_LENGTH = 24;

/** The stored values of all prompts of a sweep are read. */
export async function readOfSweep(
  { run, row }: SweepParent,
  _args: unknown,
  { loaders }: Context,
): Promise<Cost> {
  const pairs = await loaders.pairs.load(run.id);
  // The moments of a run of several batches are read instead, and the blobs of the prompts that are asked for.
  return { cells: storedCells(row.shape, pairs.length) };
}

/** As `readOfSweep`, of all prompts of a run of several batches too. */
async function readOfAllPrompts({ run, row }: SweepParent, { loaders }: Context): Promise<Cost> {
  const pairs = run.pairCount ?? (await loaders.pairs.load(run.id)).length;
  return { cells: storedCells(row.shape, pairs) };
}

/** The mean of ratios needs the values of each prompt; other statistics of a run of several batches are made from its moments. */
export function readOfStatistics(
  sweep: SweepParent,
  args: { normalisation?: Normalisation | null },
  context: Context,
): Promise<Cost> {
  return args.normalisation === 'MEAN_OF_RATIOS'
    ? readOfAllPrompts(sweep, context)
    : readOfSweep(sweep, args, context);
}

/** Values that resampling reads again count as this share of values that are read from the database. */
const RESAMPLING_SHARE = 0.01;
/** The cell over all prompts, and over the groups of each kind. */
const DESCRIPTIONS = 1 + FACETS.length;

/** The stored values of all prompts are read, and those of one cell are resampled. */
export async function readOfCellStatistics(
  sweep: SweepParent,
  _args: unknown,
  context: Context,
): Promise<Cost> {
  const { cells = 0 } = await readOfAllPrompts(sweep, context);
  const pairs = cells / storedCells(sweep.row.shape, 1);
  return { cells: cells + RESAMPLING_SHARE * DESCRIPTIONS * RESAMPLES * pairs };
}

/** The stored values of all prompts of two sweeps are read. */
export async function readOfPaired(sweep: SweepParent, _args: unknown, context: Context): Promise<Cost> {
  const { cells = 0 } = await readOfAllPrompts(sweep, context);
  return { cells: 2 * cells };
}

/** As `readOfSweep`, in each metric of the run. */
export async function readOfMetrics(sweep: SweepParent, args: unknown, context: Context): Promise<Cost> {
  const { cells = 0 } = await readOfSweep(sweep, args, context);
  return { cells: cells * listStoredMetrics(readMetrics(sweep.run)).length };
}

/** The values of all prompts and sites are read in each metric. */
export async function readOfJointPatch(
  row: JointPatch,
  { metrics }: { metrics?: readonly unknown[] | null },
  { loaders }: Context,
): Promise<Cost> {
  const [run, pairs] = await Promise.all([loaders.run.load(row.runId), loaders.pairs.load(row.runId)]);
  const read = metrics?.length ?? listStoredMetrics(readMetrics(run!)).length;
  return { cells: read * pairs.length * (3 + readJointPatch(row).sites.length) };
}

export async function predictedTokens(row: JointPatch, _args: unknown, { loaders }: Context): Promise<Cost> {
  const pairs = await loaders.pairs.load(row.runId);
  const [pair] = pairs;
  // Means and other prompts need the runs of all pairs.
  const runs = row.value === 'SOURCE' || row.value === 'ZERO' ? 3 : 3 * pairs.length;
  return { engineTokens: runs * storedTokens(pair?.cleanTokens ?? '') };
}

/** One byte for each cell is computed. */
export async function cellsOfSweep({ row }: SweepParent): Promise<Cost> {
  return { cells: storedCells(row.shape, 1) };
}

export async function readOfKind(
  run: Run,
  { kind, direction }: { kind: SweepKind; direction?: Direction | null },
  { loaders }: Context,
): Promise<Cost> {
  const [pairs, row] = await Promise.all([
    loaders.pairs.load(run.id),
    findSweep(run, kind, direction, loaders),
  ]);
  return { cells: row ? storedCells(row.shape, pairs.length) : 0 };
}

/** The stored values of the sweeps that claims name, and a share for resampling them. */
export async function readOfClaims(
  { runId, claims }: { runId: string; claims: readonly string[] },
  { services, requester }: Context,
): Promise<Cost> {
  await findReadableRun(services.db, requester, runId);
  return { cells: await countClaimCells(services.db, runId, claims) };
}

/** The stored values of all prompts of all finished layers are read. */
export async function readOfEdges(
  { run, rows }: HeadEdgesParent,
  _args: unknown,
  { loaders }: Context,
): Promise<Cost> {
  const [pairs, model] = await Promise.all([loaders.pairs.load(run.id), loaders.model.load(run.modelId)]);
  const edges = rows.reduce((sum, { layer }) => sum + countEdgesInto(layer, model!), 0);
  return { cells: pairs.length * edges };
}

function storedCells(shape: string, prompts: number): number {
  return prompts * countCells(readShape({ shape }));
}

export async function attendedTokens(
  run: Run,
  { prompt }: { prompt?: number | null },
  { loaders }: Context,
): Promise<Cost> {
  const pairs = await loaders.pairs.load(run.id);
  const attended = prompt == null ? pairs : pairs.slice(0, 1);
  return { engineTokens: attended.reduce((sum, pair) => sum + storedTokens(pair.cleanTokens), 0) };
}

/** The entries up to the diagonal, in base64. */
export async function bytesOfPattern({ tokens: { length } }: AttentionPatternParent): Promise<Cost> {
  return { bytes: (length * (length + 1) * 8) / 3 };
}

export async function patchedTokens(
  { run }: SweepParent,
  _args: unknown,
  { loaders }: Context,
): Promise<Cost> {
  const [pair] = await loaders.pairs.load(run.id);
  return { engineTokens: 3 * storedTokens(pair?.cleanTokens ?? '') };
}

/** Approximate number of tokens of a stored list, without parsing it. */
function storedTokens(json: string): number {
  return Math.ceil(json.length / STORED_TOKEN_LENGTH);
}
