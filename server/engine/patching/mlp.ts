/** The MLP half of patched runs. */
import { shapeRows } from '../runtime/session';
import { packEvenly } from './packing';
import type { PatchedRun } from './patched-run';
import { joinNeighbours, splitRows, updateJoined } from './rows';
import type { WaveContext } from './wave-context';

/** resid_mid to resid_post of all patched runs, in place. */
export async function passMlp(
  { model, workspace, maxRows, beforeCall }: WaveContext,
  layer: number,
  patchedRuns: readonly PatchedRun[],
): Promise<void> {
  const { dModel } = model.architecture;
  const parts = splitRows(joinNeighbours(patchedRuns.map(({ rows }) => rows)), dModel, maxRows);
  for (const chunk of packEvenly(parts, maxRows, ({ length }) => length / dModel)) {
    await updateJoined(chunk, workspace.rows, async (all) => {
      const x = shapeRows(all, dModel);
      await beforeCall();
      await model.blocks[layer]!.mlp.run({ x }, { y: x });
    });
  }
}
