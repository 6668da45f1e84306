/**
 * Asserts that the patch of a sweep's cell wrote its values. A patch that writes nothing where source and base run differ is a
 * fault of the engine, and its values would look like those of a component without effect.
 *
 * Rows of patched runs with several interventions are not tested: an earlier one may have given a site the source run's value
 * already. A head is tested when all of its interventions are of one site.
 */
import { siteOfKind, type HeadActivation } from '../../../domain/sites';
import type { HeadParts } from './entries/head-parts';
import type { HeadIntervention, ResidualIntervention } from './layer-steps';
import { readResidual, type RunPair } from './run-pair';

/** Difference of an activation, relative to the largest number of its row, that rounding cannot hide. */
const CLEAR_DIFFERENCE = 1e-4;

/**
 * Asserts that a row of the residual stream changed, unless base and source run have the same activation there.
 *
 * @param at index of the row in [prompt, position].
 * @throws Error
 */
export function assertRowWritten(
  { site, layer, entry: { point, addedTo } }: ResidualIntervention,
  { base, source }: RunPair,
  at: number,
  before: Float32Array,
  after: Float32Array,
): void {
  if (after.some((value, i) => value !== before[i])) return;
  const width = before.length;
  const read = (run: RunPair['base'], i: number): number =>
    readResidual(run, layer, point)[at * width + i]! -
    (addedTo ? readResidual(run, layer, addedTo)[at * width + i]! : 0);
  const largest = before.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const differs = before.some(
    (_, i) => Math.abs(read(source, i) - read(base, i)) > CLEAR_DIFFERENCE * largest,
  );
  if (differs) throw createError(site, layer, null, at % base.length);
}

const READERS: Readonly<
  Record<HeadActivation, (head: HeadParts, position: number) => ArrayLike<number> | null>
> = {
  q: (head, position) => head.query(position),
  k: (head, position) => head.key(position),
  v: (head, position) => head.value(position),
  pattern: (head, dest) => head.pattern(dest),
  z: (head, dest) => head.output(dest),
};

/**
 * Asserts that a patched head has the source run's values at a patched position.
 *
 * @throws Error
 */
export function assertHeadWritten(
  { site, layer, head, src }: HeadIntervention,
  patched: HeadParts,
  source: HeadParts,
  position: number,
): void {
  if (src !== null && src > position) return;
  const read = READERS[siteOfKind(site).activation!];
  const [written, wanted] = [read(patched, position), read(source, position)];
  const isWritten = (i: number): boolean => Object.is(written?.[i], wanted![i]);
  const isWhole = src === null ? Array.from(wanted!).every((_, i) => isWritten(i)) : isWritten(src);
  if (!isWhole) throw createError(site, layer, head, position);
}

function createError(site: string, layer: number, head: number | null, position: number): Error {
  const place = `layer ${layer}${head === null ? '' : `, head ${head}`}, position ${position}`;
  return new Error(`The patch of ${site} at ${place} did not write the source run's values.`);
}
