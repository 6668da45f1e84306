/**
 * Identity of a model: the bytes of its weights, config.json and tokenizer.json; the name of its directory does not count.
 *
 * Results depend on all three files (epsilon and the number of heads are in config.json only), so they are compared, reused and
 * continued only for equal bytes.
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
 * Computes the digest of a model from the hashes of its files: the output of
 * `sha256sum config.json model.safetensors tokenizer.json | sha256sum`.
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
 * Checks that a model is the one that a run was submitted for.
 *
 * @throws MODEL_UNAVAILABLE when a known hash differs.
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
    `The files of model '${id}' have changed since this run was submitted, so it is not continued. ` +
    'Submit it again to use the present files, or restore the earlier files.';
  throw new AppError('MODEL_UNAVAILABLE', message);
}
