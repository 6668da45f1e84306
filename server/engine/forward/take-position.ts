/** One position of an array with a position axis. */
import type { RunCache } from './forward';

/**
 * Copies one position of every prompt: [prompt, width].
 *
 * @param values [prompt, position, width]
 */
export function takePosition(
  values: Float32Array,
  { prompts, length }: Pick<RunCache, 'prompts' | 'length'>,
  position: number,
): Float32Array {
  const width = values.length / prompts / length;
  const rows = new Float32Array(prompts * width);
  for (let prompt = 0; prompt < prompts; prompt++) {
    const from = (prompt * length + position) * width;
    rows.set(values.subarray(from, from + width), prompt * width);
  }
  return rows;
}
