/**
 * The source run of prompts of other lengths, as patches of the base run read it: at each base position the activations of the
 * aligned source position.
 *
 * The result is no run of the model: it only holds the values that patches write. A position without a partner has the base
 * run's own activations, so that a patch of all positions leaves it as it is. The last positions are aligned, so a metric of the
 * result is that of the source run.
 */
import type { RunCache } from '../forward/forward';

/**
 * Reads a source run at the positions of a base run.
 *
 * Attention patterns have no aligned entries, because a row of the source run is a distribution over other positions. They are
 * NaN here; requests that would read them are refused.
 *
 * @param source of as many prompts as `base`, of any length.
 * @param maps for each prompt the source position of each base position; -1 for none.
 * @throws Error for a map of another length than the base prompts.
 */
export function alignRun(base: RunCache, source: RunCache, maps: readonly (readonly number[])[]): RunCache {
  if (maps.length !== base.prompts || maps.some(({ length }) => length !== base.length))
    throw new Error(`Maps of ${maps.map(({ length }) => length).join(', ')} positions, not ${base.length}`);
  /** [prompt, position, width] */
  const align = (ofBase: Float32Array, ofSource: Float32Array): Float32Array => {
    const aligned = ofBase.slice();
    const width = ofBase.length / (base.prompts * base.length);
    for (const [prompt, map] of maps.entries())
      for (const [position, from] of map.entries()) {
        if (from < 0) continue;
        const begin = (prompt * source.length + from) * width;
        aligned.set(ofSource.subarray(begin, begin + width), (prompt * base.length + position) * width);
      }
    return aligned;
  };
  return {
    prompts: base.prompts,
    length: base.length,
    post: align(base.post, source.post),
    blocks: base.blocks.map((own, layer) => {
      const other = source.blocks[layer]!;
      return {
        pre: align(own.pre, other.pre),
        mid: align(own.mid, other.mid),
        q: align(own.q, other.q),
        k: align(own.k, other.k),
        v: align(own.v, other.v),
        z: align(own.z, other.z),
        pattern: new Float32Array(own.pattern.length).fill(NaN),
      };
    }),
  };
}
