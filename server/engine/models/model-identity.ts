/**
 * What a model is: the bytes of its weights, config.json and tokenizer.json, whatever its directory is called.
 *
 * Numbers depend on all three (epsilon and the number of heads stand in config.json only), so results are compared, reused
 * and continued only for equal bytes.
 */
import { createHash } from 'node:crypto';
import { AppError } from '../../errors';
import type { ExpectedModel } from '../api';

/** Lower-case hex sha256 of the bytes that were read. */
export interface ModelIdentity {
  /** Over the hashes of all three files: see computeModelDigest. */
  readonly digest: string;
  /** Of model.safetensors. */
  readonly weightsSha256: string;
}

/**
 * Digest of a model from the hashes of its files: what
 * `sha256sum config.json model.safetensors tokenizer.json | sha256sum` prints.
 */
export function computeModelDigest(sha256: {
  readonly config: string;
  readonly weights: string;
  readonly tokenizer: string;
}): string {
  const lines = [
    `${sha256.config}  config.json`,
    `${sha256.weights}  model.safetensors`,
    `${sha256.tokenizer}  tokenizer.json`,
  ];
  return createHash('sha256')
    .update(`${lines.join('\n')}\n`)
    .digest('hex');
}

/**
 * Refuses to compute for a run on another model than its own.
 *
 * @throws MODEL_UNAVAILABLE when a hash that is known differs.
 */
export function checkModelIdentity(
  id: string,
  { digest, weightsSha256 }: ModelIdentity,
  expected: ExpectedModel | undefined,
): void {
  if (!expected) return;
  const isSame =
    expected.digest === null
      ? expected.weightsSha256 === null || expected.weightsSha256 === weightsSha256
      : expected.digest === digest;
  if (isSame) return;
  const message =
    `The files of model '${id}' have changed since this run was submitted, so nothing more is computed for it. ` +
    'Submit it again to run it on the present files, or put the earlier files back.';
  throw new AppError('MODEL_UNAVAILABLE', message);
}
