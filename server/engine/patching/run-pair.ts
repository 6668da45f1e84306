/** The two unpatched runs that patches are made of. */
import type { RunCache } from '../forward/forward';

/** Base run of one batch of prompts, and the run that patched values come from: the source run, or one of value-runs.ts. */
export interface RunPair {
  readonly base: RunCache;
  readonly source: RunCache;
}

/** Where the residual stream of a layer is read: hook_resid_pre, hook_resid_mid or hook_resid_post. */
export type ResidualPoint = 'pre' | 'mid' | 'post';

/** The residual stream of one layer: [prompt, position, dModel]. */
export function readResidual(run: RunCache, layer: number, point: ResidualPoint): Float32Array {
  return point === 'post' ? (run.blocks[layer + 1]?.pre ?? run.post) : run.blocks[layer]![point];
}
