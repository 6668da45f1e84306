/** Reader of the weights in a model directory: finds the tensors, reads them block by block and processes them. */
import type { Architecture } from './architecture';
import type { WeightReader } from './block-weights';
import type { Family } from './families/family';
import { matchTensors, maxHeaderBytes } from './match-tensors';
import { withModelFile } from './model-files';
import { processBlock } from './process-weights';
import { checkOverlaps, readHeader, readTensor, refuseNonFinite } from './safetensors';
import { withFileHash } from './weights-hash';

/**
 * Opens the `model.safetensors` of a model directory, passes a reader of it to `use`, and closes the file.
 *
 * @returns what `use` gives, and the lower-case hex sha256 of the file that was read.
 * @throws MODEL_UNAVAILABLE when a tensor is missing, mis-shaped, truncated or not finite, or when the file was written to
 *   during the reading.
 */
export function withWeights<T>(
  directory: string,
  family: Family,
  architecture: Architecture,
  use: (reader: WeightReader) => Promise<T>,
): Promise<{ value: T; sha256: string }> {
  return withModelFile(directory, 'model.safetensors', async (file) => {
    const layout = family.describeTensors(architecture);
    const header = await readHeader(file, maxHeaderBytes(layout));
    const entries = matchTensors(header, layout);
    checkOverlaps(header);
    const read = async (tensor: string, isChecked: boolean): Promise<Float32Array> => {
      const { name, entry } = entries.get(tensor)!;
      const values = await readTensor(file, name, entry);
      if (isChecked) refuseNonFinite(name, values);
      return values;
    };
    const readChecked = (tensor: string): Promise<Float32Array> => read(tensor, true);
    // Matrices of a block are not searched for numbers that are not finite: processing sums all of their numbers anyway.
    const readQuickly = (tensor: string): Promise<Float32Array> =>
      read(tensor, entries.get(tensor)!.entry.shape.length < 2);
    const reader: WeightReader = {
      outer: () => family.readOuter(readChecked, (tensor) => entries.has(tensor)),
      async block(layer) {
        const raw = await family.readBlock(readQuickly, layer, architecture);
        const { weights, isFinite } = processBlock(raw, architecture);
        // Reads the block again to name the tensor; finite numbers whose sums overflow pass here.
        if (!isFinite) await family.readBlock(readChecked, layer, architecture);
        return weights;
      },
    };
    return withFileHash(file, () => use(reader));
  });
}
