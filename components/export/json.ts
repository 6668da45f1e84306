/** A run as JSON: prompts, baseline, provenance, and the logit differences of every prompt. */
import { isPositionAxis } from '../../domain/cell';
import type { AxisName, RunView_RunFragment, SweepKind } from '../generated/graphql';
import { readComputed } from '../sweep/computed';
import { decodeFloats } from '../sweep/effects';

export const FORMAT = 'patchbay.run';
/** Increases when a reader of older files would misread newer ones. */
export const VERSION = 1;

/** Logit differences of all prompts, as the API sends them. */
export interface PromptArrays {
  readonly kind: SweepKind;
  /** [prompt, ...shape] as little-endian float32 in base64. */
  readonly perPrompt: string;
}

/** A label for each step: the token of the first prompt and the index for positions, else the index. */
function listLabels(
  axis: AxisName,
  length: number,
  pair: RunView_RunFragment['pairs'][number] | undefined,
): string[] {
  const isPosition = isPositionAxis(axis);
  return Array.from({ length }, (_, index) =>
    isPosition ? `${pair?.cleanTokens[index]?.text ?? ''} ${index}` : String(index),
  );
}

/** Bytes in base64. */
function encodeBytes(bytes: Uint8Array): string {
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte));
  return btoa(characters.join(''));
}

/** Writes the file. */
export function toJson(run: RunView_RunFragment, arrays: readonly PromptArrays[]): string {
  const { id, title, createdAt, direction, prependBos, model, pairs, baseline, provenance } = run;
  const sweeps = run.sweeps.map(({ kind, shape, axes, data }) => {
    const own = arrays.find((candidate) => candidate.kind === kind);
    const computed = readComputed({ kind, shape, axes }, pairs);
    return {
      kind,
      axes: axes.map(({ name }, axis) => ({ name, labels: listLabels(name, shape[axis]!, pairs[0]) })),
      shape,
      metric: 'logit_diff',
      unit: 'logits',
      // JSON has no NaN.
      mean: Array.from(decodeFloats(data), (value) => (Number.isFinite(value) ? value : null)),
      // One byte for each cell; 0 where it equals the base run by causality.
      computed: {
        dtype: 'uint8',
        encoding: 'base64',
        shape,
        data: encodeBytes(computed),
      },
      perPrompt: own
        ? {
            dtype: 'float32',
            byteOrder: 'little',
            encoding: 'base64',
            shape: [pairs.length, ...shape],
            data: own.perPrompt,
          }
        : null,
    };
  });
  const content = {
    format: FORMAT,
    version: VERSION,
    about:
      'Raw logit differences, logit(correct) - logit(incorrect) at the last position after each patch, row-major in `shape`. ' +
      'Recovery is (value - base) / (source - base); base is the corrupted run when denoising and the clean run when noising.',
    id,
    title,
    createdAt,
    direction,
    prependBos,
    model: model.id,
    pairs,
    baseline,
    provenance,
    sweeps,
  };
  return JSON.stringify(content, (key, value: unknown) => (key === '__typename' ? undefined : value), 1);
}
