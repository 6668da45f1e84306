/** Arrays as an .npz file, which numpy.load reads: a zip archive of .npy files (numpy.lib.format, version 1.0). */
import { zipSync } from 'fflate';
import type { RunView_RunFragment } from '../generated/graphql';
import { decodeFloats } from '../sweep/effects';
import { toMetricId } from '../sweep/metrics';
import type { EdgeArrays } from './edge-json';
import type { MetricArrays } from './json';
import type { PagedArrays } from './paged-arrays';

/** An array of float32, row-major. */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0];
/** The header, the magic and the length included, is a multiple of this many bytes. */
const ALIGNMENT = 64;
/** The earliest time that a zip archive can have, so that equal arrays give equal files. */
const TIME = new Date(1980, 0, 1);

/** Writes an .npy file. */
export function toNpy({ shape, values }: Pick<NamedArray, 'shape' | 'values'>): Uint8Array {
  // A tuple of one element ends with a comma in Python.
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  const before = MAGIC.length + 2;
  const length = ALIGNMENT * Math.ceil((before + dictionary.length + 1) / ALIGNMENT);
  const header = `${dictionary.padEnd(length - before - 1)}\n`;
  const bytes = new Uint8Array(length + 4 * values.length);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(MAGIC.length, header.length, true);
  for (let at = 0; at < header.length; at++) bytes[before + at] = header.charCodeAt(at);
  values.forEach((value, at) => view.setFloat32(length + 4 * at, value, true));
  return bytes;
}

/** Writes an .npz file. @param arrays with names that differ. */
export function toNpz(arrays: readonly NamedArray[]): Uint8Array<ArrayBuffer> {
  const files = Object.fromEntries(arrays.map((array) => [`${array.name}.npy`, toNpy(array)]));
  return new Uint8Array(zipSync(files, { mtime: TIME }));
}

/**
 * The raw values of a run as arrays: `HEAD_Z.denoising.logit_diff` is [prompt, ...axes], `clean.denoising.logit_diff` and
 * `corrupted....` are the unpatched runs, [prompt], and `edges.denoising.logit_diff` is [prompt, input, receiver layer, receiver head,
 * sender layer, sender head], NaN where there is no edge.
 */
export function listRunArrays(
  run: Pick<RunView_RunFragment, 'pairCount' | 'sweeps' | 'directions' | 'model'>,
  arrays: readonly (MetricArrays | PagedArrays)[],
  edges: readonly EdgeArrays[] = [],
): NamedArray[] {
  const prompts = run.pairCount;
  const { layers, heads } = run.model;
  return [
    ...arrays.flatMap(({ metric, sweeps }) =>
      sweeps.flatMap(({ kind, direction, perPrompt }) => {
        const sweep = run.sweeps.find((one) => one.kind === kind && one.direction === direction);
        if (!sweep) return [];
        const name = `${kind}.${direction.toLowerCase()}.${toMetricId(metric)}`;
        const values = typeof perPrompt === 'string' ? decodeFloats(perPrompt) : perPrompt;
        return [{ name, shape: [prompts, ...sweep.shape], values }];
      }),
    ),
    ...run.directions.flatMap((direction) =>
      arrays.flatMap(({ metric, sweeps }) => {
        const own = sweeps.find((sweep) => sweep.direction === direction)?.unpatched?.perPrompt;
        if (!own) return [];
        return (['clean', 'corrupted'] as const).map((side) => ({
          name: `${side}.${direction.toLowerCase()}.${toMetricId(metric)}`,
          shape: [prompts],
          values: Float32Array.from(own, (one) => one[side]),
        }));
      }),
    ),
    ...edges.map(({ direction, metric, prompts: values }) => ({
      name: `edges.${direction.toLowerCase()}.${toMetricId(metric)}`,
      shape: [prompts, 3, layers, heads, layers, heads],
      values: joinArrays(values),
    })),
  ];
}

function joinArrays(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
