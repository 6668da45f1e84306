/** Sizes of the model of a golden case, asked of the engine. */
import type { EdgeSizes } from '../domain/edges';
import type { Computation } from '../server/engine/api';
import { createExperiment, readGolden, type GoldenCase } from '../server/engine/golden/read-golden';

export async function readSizes(name: GoldenCase, core: Computation): Promise<EdgeSizes> {
  const { pairs } = createExperiment(name, (await readGolden(name)).sets[0]!, 'DENOISING');
  const { mlps, heads } = await core.attribute({
    experiment: { model: name, pairs: pairs.slice(0, 1), direction: 'DENOISING' },
    on: 'CLEAN',
  });
  return { layers: mlps.length, heads: heads.length / mlps.length };
}
