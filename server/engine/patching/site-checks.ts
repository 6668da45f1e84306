/**
 * SOURCE_ARRIVES: the patch of a site writes the source run's values, and writes them there.
 *
 * - Values: in a run that equals the source run except at the site, where it has the base run's values, the patch gives the
 *   source run.
 * - Place: the patch of the base run gives what is computed from the base run with the source run's values copied into the site.
 *
 * Where the prompts have different lengths, the source run is no run of the base prompt, so both are checked with another source
 * run: that of the base prompt with the aligned embeddings. The place is checked with the source run too, whose values are read
 * at its own positions.
 *
 * Both are checked for each sweep kind, in the last two layers, on one prompt. The first fails when the patch writes
 * nothing or other values, the second when it writes nothing or elsewhere; checks.mutation.test.ts breaks each entry in these
 * ways.
 */
import { siteOfKind } from '../../../domain/sites';
import type { SanityCheck, SweepKind } from '../api';
import type { Architecture } from '../models/architecture';
import { takeLastPosition } from './batch-metrics';
import { getEntry } from './entries/registry';
import { planPatch, type BatchShape, type Intervention } from './plan';
import type { RunCache } from '../forward/forward';
import type { RunPair } from './run-pair';
import { copySite } from './copied-site';

/** Largest difference of a residual stream, relative to its largest number, that rounding explains. */
const ROW_TOLERANCE = 1e-5;

/** What a check needs to run patches, and to compare their results with what is expected. */
export interface CheckTools {
  readonly architecture: Architecture;
  /** Of one prompt. */
  readonly batch: BatchShape;
  /** Last residual stream at the last position after a patch. */
  run(runs: RunPair, patch: ReturnType<typeof planPatch>): Promise<Float32Array>;
  /** Logit difference of a last residual stream, in logits. */
  measure(rows: Float32Array): number;
  /** Whether two logit differences agree within rounding. */
  agree(measured: number, expected: number): boolean;
}

/** A source run of a prompt that has another length than the base prompt. Caches are of one prompt. */
export interface UnequalSource {
  /** At its own positions. */
  readonly run: RunCache;
  /** Its position for each position of the base prompt; -1 for none. */
  readonly map: readonly number[];
  /** The run of the base prompt with the source run's embeddings at the aligned positions. */
  readonly mixed: RunCache;
}

/**
 * Checks one sweep kind.
 *
 * @param runs of one prompt; the source run as patches read it.
 * @param firstDifference of that prompt.
 * @param unequal where the prompts have different lengths.
 */
export async function checkSite(
  kind: SweepKind,
  runs: RunPair,
  firstDifference: number,
  tools: CheckTools,
  unequal: UnequalSource | null = null,
): Promise<Omit<SanityCheck, 'direction'>> {
  const { architecture, batch } = tools;
  const { base } = runs;
  const source = unequal?.mixed ?? runs.source;
  const unpatched = tools.measure(takeLastPosition(base));
  let [maxAbsDifference, differenceWithoutPatch, passed] = [0, Infinity, true];
  const compare = (row: Float32Array, expectedRow: Float32Array): void => {
    const [measured, expected] = [tools.measure(row), tools.measure(expectedRow)];
    maxAbsDifference = Math.max(maxAbsDifference, Math.abs(measured - expected));
    passed &&= tools.agree(measured, expected) && isSameRow(row, expectedRow);
  };
  for (const interventions of listSites(kind, architecture, batch, firstDifference, runs)) {
    const site = { ...interventions[0], entry: getEntry(kind) };
    const patch = planPatch(interventions, architecture, batch);
    // These sites are read by the last position, so a plan without them has lost them.
    passed &&= patch !== null;
    const spoiled = copySite(base, source, site, architecture);
    compare(await tools.run({ base: spoiled, source }, patch), takeLastPosition(source));
    const copied = copySite(source, base, site, architecture);
    let expected = await tools.run({ base: copied, source: copied }, patch);
    compare(await tools.run({ base, source }, patch), expected);
    if (unequal) {
      const own = copySite(unequal.run, base, site, architecture, unequal.map);
      expected = await tools.run({ base: own, source: own }, patch);
      compare(await tools.run(runs, patch), expected);
    }
    differenceWithoutPatch = Math.min(differenceWithoutPatch, Math.abs(tools.measure(expected) - unpatched));
  }
  return { name: 'SOURCE_ARRIVES', kind, maxAbsDifference, differenceWithoutPatch, passed };
}

/**
 * The sites that are checked: one in the layer before the last, which is computed as all layers before it are, and one in the last
 * layer, of which only the last position is read. Few layers follow, so a check costs little.
 */
function listSites(
  kind: SweepKind,
  { layers, heads, dHead }: Architecture,
  { length }: BatchShape,
  firstDifference: number,
  runs: RunPair,
): [Intervention, ...Intervention[]][] {
  const axes: readonly string[] = siteOfKind(kind).axes;
  const hasPosition = axes.includes('position') || axes.includes('destination');
  const last = length - 1;
  // The first position attends to itself alone, whatever its query is.
  const early = Math.min(last, Math.max(firstDifference, 1));
  const places = [...new Set([Math.max(0, layers - 2), layers - 1])].map((layer) => ({
    layer,
    position: layer === layers - 1 ? last : early,
  }));
  return places.map(({ layer, position }) => {
    const head = axes.includes('head') ? findDifferentHead(runs, layer, position, { heads, dHead }) : null;
    const one: Intervention = { site: kind, layer, head, position: hasPosition ? position : null, src: null };
    if (!axes.includes('src')) return [one];
    // All entries of a row together are the row.
    const entries = Array.from({ length: position }, (_, index) => ({ ...one, src: index + 1 }));
    return [{ ...one, src: 0 }, ...entries];
  });
}

/** The head of a layer whose output at a position differs most between base and source run. */
function findDifferentHead(
  { base, source }: RunPair,
  layer: number,
  position: number,
  { heads, dHead }: Pick<Architecture, 'heads' | 'dHead'>,
): number {
  const [a, b] = [base.blocks[layer]!.z, source.blocks[layer]!.z];
  let [found, largest] = [0, -1];
  for (let head = 0; head < heads; head++) {
    const begin = (position * heads + head) * dHead;
    let difference = 0;
    for (let i = begin; i < begin + dHead; i++) difference += Math.abs(a[i]! - b[i]!);
    if (difference > largest) [found, largest] = [head, difference];
  }
  return found;
}

function isSameRow(row: Float32Array, expected: Float32Array): boolean {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return row.every((value, i) => Math.abs(value - expected[i]!) <= ROW_TOLERANCE * largest);
}
