/** One run with the site of an intervention copied from another run, as arrays: no entry takes part. */
import type { BlockCache, RunCache } from '../forward/forward';
import type { HeadSizes } from './entries/head-parts';
import type { ResidualEntry } from './entries/site-entry';
import type { PlannedIntervention } from './plan';
import { readResidual } from './run-pair';
import { siteOfKind, type HeadActivation } from '../../../domain/sites';

/**
 * The run `into` with the site of one intervention from the run `from`, and with what the same head computes from the site.
 * Caches are of one prompt.
 *
 * @param map for runs of different lengths: the position of `from` that each position of `into` is read at, -1 for none. Then the
 *   site alone is copied, because what the head computes from it is over other positions.
 */
export function copySite(
  from: RunCache,
  into: RunCache,
  intervention: PlannedIntervention,
  sizes: HeadSizes,
  map: readonly number[] | null = null,
): RunCache {
  const { layer, entry, position } = intervention;
  if (entry.point !== 'heads') return copyResidual(from, into, layer, entry, position, map);
  const activation = siteOfKind(intervention.site).activation!;
  const { length } = into;
  const positions = position === null ? listPositions(0, length) : [position];
  const destinations = position !== null && entry.isReadLater ? listPositions(position, length) : positions;
  const block = { ...into.blocks[layer]! };
  for (const name of map ? [activation] : listDependents(activation)) {
    const copied = block[name].slice();
    const at = name === activation ? positions : destinations;
    copyHead(from.blocks[layer]!, name, intervention.head!, at, copied, length, sizes, map);
    block[name] = copied;
  }
  return { ...into, blocks: into.blocks.with(layer, block) };
}

function copyResidual(
  from: RunCache,
  into: RunCache,
  layer: number,
  { point, addedTo }: ResidualEntry,
  position: number | null,
  map: readonly number[] | null,
): RunCache {
  const copied = readResidual(into, layer, point).slice();
  const width = copied.length / into.length;
  const values = readResidual(from, layer, point);
  const [fromBefore, intoBefore] = [from, into].map((run) => addedTo && readResidual(run, layer, addedTo));
  for (const at of position === null ? listPositions(0, into.length) : [position]) {
    const read = map ? map[at]! : at;
    if (read < 0) continue;
    for (let unit = 0; unit < width; unit++) {
      const [i, j] = [at * width + unit, read * width + unit];
      // Of a site that is added to the residual stream, only what it adds is copied.
      copied[i] = fromBefore && intoBefore ? intoBefore[i]! + (values[j]! - fromBefore[j]!) : values[j]!;
    }
  }
  const { blocks } = into;
  if (point === 'mid') return { ...into, blocks: blocks.with(layer, { ...blocks[layer]!, mid: copied }) };
  const own = point === 'pre' ? layer : layer + 1;
  if (own === blocks.length) return { ...into, post: copied };
  return { ...into, blocks: blocks.with(own, { ...blocks[own]!, pre: copied }) };
}

/** A site inside a head, and what the head computes from it. */
function listDependents(activation: HeadActivation): readonly HeadActivation[] {
  if (activation === 'z') return ['z'];
  return activation === 'q' || activation === 'k' ? [activation, 'pattern', 'z'] : [activation, 'z'];
}

/** Copies positions (of a pattern: destinations) of one head. */
function copyHead(
  from: BlockCache,
  name: HeadActivation,
  head: number,
  positions: readonly number[],
  into: Float32Array,
  length: number,
  { heads, dHead }: HeadSizes,
  map: readonly number[] | null,
): void {
  const size = name === 'pattern' ? length : dHead;
  const findRow = (position: number): number =>
    name === 'pattern' ? head * length + position : position * heads + head;
  for (const position of positions) {
    const read = map ? map[position]! : position;
    if (read < 0) continue;
    const row = findRow(read);
    into.set(from[name].subarray(row * size, (row + 1) * size), findRow(position) * size);
  }
}

function listPositions(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, index) => first + index);
}
