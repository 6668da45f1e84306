/** Comparison of the tensors of a weights file with those that its family describes. */
import { AppError } from '../../errors';
import type { TensorLayout } from './families/family';
import type { TensorEntry } from './safetensors';

/** Characters of a tensor's name that an error repeats. */
const SHOWN_NAME = 100;
/** Problems that an error lists. */
const MAX_PROBLEMS = 8;
const READABLE = ['F32', 'F16', 'BF16'];

/** Largest header of a safetensors file with these tensors, in bytes. */
export function maxHeaderBytes({ maxTensors }: TensorLayout): number {
  return 2 ** 16 + 512 * maxTensors;
}

/** Number of parameters of the required tensors. */
export function countParameters({ required }: TensorLayout): number {
  let total = 0;
  for (const shape of required.values()) total += shape.reduce((product, length) => product * length, 1);
  return total;
}

/**
 * Matches the tensors of a file with those the model needs.
 *
 * @returns entries by name without prefix, optional tensors of the file included.
 * @throws MODEL_UNAVAILABLE naming every missing, unexpected, mis-shaped or unreadable tensor (the first eight).
 */
export function matchTensors(
  entries: ReadonlyMap<string, TensorEntry>,
  { prefix, required, optional, ignored }: TensorLayout,
): Map<string, { name: string; entry: TensorEntry }> {
  const missing = new Set(required.keys());
  const matched = new Map<string, { name: string; entry: TensorEntry }>();
  const problems: string[] = [];
  for (const [fullName, entry] of entries) {
    const name = fullName.slice(0, SHOWN_NAME);
    const short = fullName.startsWith(prefix) ? fullName.slice(prefix.length) : fullName;
    if (ignored.test(short)) continue;
    const shape = required.get(short) ?? optional.get(short)?.shape;
    if (!shape) problems.push(`unexpected tensor ${name}`);
    else if (matched.has(short)) problems.push(`${name} is there twice, with and without prefix`);
    else if (shape.join() !== entry.shape.join()) {
      problems.push(`${name} has shape [${entry.shape.join(', ')}], config.json needs [${shape.join(', ')}]`);
    } else if (!READABLE.includes(entry.dtype)) {
      problems.push(`${name} is ${entry.dtype.slice(0, 8)}; F32, F16 and BF16 are supported`);
    } else matched.set(short, { name: fullName, entry });
    missing.delete(short);
  }
  for (const name of missing) problems.push(`missing tensor ${name}`);
  for (const [name, { neededBecause }] of optional) {
    if (neededBecause === null || matched.has(name) || problems.length > 0) continue;
    problems.push(`missing tensor ${name}, since ${neededBecause}`);
  }
  if (problems.length > 0) {
    const left = problems.length - MAX_PROBLEMS;
    const more = left > 0 ? ` and ${left} more` : '';
    throw new AppError(
      'MODEL_UNAVAILABLE',
      `model.safetensors does not fit config.json: ${problems.slice(0, MAX_PROBLEMS).join('; ')}${more}. ` +
        'Use the three files of one and the same model.',
    );
  }
  return matched;
}
