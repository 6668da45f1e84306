/** An .npz file as the site writes it, and what it contains as JSON, for models/reference/read_npz.py. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toNpz, type NamedArray } from '../../components/export/npz';

/** Shapes of every number of axes that exports have; the values have no exact sum in another type. */
const SHAPES = [[3], [2, 4], [2, 3, 5], [1, 2, 3, 4], [2, 2, 1, 3, 2], [1, 3, 2, 2, 2, 2]];

/** Writes both files into a folder. @returns their paths. */
export async function exportArrays(folder: string): Promise<string[]> {
  const arrays = SHAPES.map((shape, index): NamedArray => {
    const count = shape.reduce((product, length) => product * length, 1);
    const values = Float32Array.from({ length: count }, (_, at) => (at === 1 ? NaN : (at - 2.5) / 3));
    return { name: `KIND_${index}.denoising.logit_diff`, shape, values };
  });
  const [npz, json] = ['arrays.npz', 'arrays.json'].map((name) => path.join(folder, name));
  await writeFile(npz!, toNpz(arrays));
  const described = arrays.map(({ name, shape, values }) => ({
    name,
    shape,
    // JSON has no NaN.
    values: [...values].map((value) => (Number.isNaN(value) ? null : value)),
  }));
  await writeFile(json!, JSON.stringify(described));
  return [npz!, json!];
}
