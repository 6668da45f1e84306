/** Writes the head outputs z of patched runs. */
import { computeHeadOutput, readCachedHead, readPatchedHead, type HeadParts } from './entries/head-parts';
import type { RunCache } from '../forward/forward';
import type { HeadIntervention } from './layer-steps';
import type { WaveContext } from './wave-context';
import type { Qkv } from './workspace';

/**
 * Replaces the outputs of the heads that are patched; other heads stay as they are.
 *
 * @param interventions of one patched run in one layer, in the order of depth.
 * @param values the run that patched values come from.
 * @param own queries, keys and values of the patched run; null where they equal the base run's.
 * @param first position of `rows`.
 * @param rows z of the patched run [prompt, position from `first` on, heads * dHead]: written.
 */
export function replaceHeadOutputs(
  { model, runs: { base } }: WaveContext,
  layer: number,
  interventions: readonly HeadIntervention[],
  values: RunCache,
  own: Qkv | null,
  first: number,
  rows: Float32Array,
): void {
  const { heads, dHead } = model.architecture;
  const count = rows.length / base.prompts / (heads * dHead);
  for (const [head, ofHead] of groupByHead(interventions)) {
    const destinations = findChangedPositions(ofHead, first, first + count);
    for (let prompt = 0; prompt < base.prompts; prompt++) {
      const ofValues = readCachedHead(values, layer, prompt, head, model.architecture);
      const ofBase = readCachedHead(base, layer, prompt, head, model.architecture);
      const unpatched = own
        ? readPatchedHead(ofBase, own, first, count, prompt, head, model.architecture)
        : ofBase;
      const patched = ofHead.reduce<HeadParts>((parts, { entry, position, src }) => {
        const isPatched = (at: number): boolean => position === null || at === position;
        return entry.replace(parts, ofValues, isPatched, src);
      }, unpatched);
      for (let dest = destinations.first; dest < destinations.end; dest++) {
        const at = ((prompt * count + dest - first) * heads + head) * dHead;
        rows.set(computeHeadOutput(patched, dest), at);
      }
    }
  }
}

function groupByHead(interventions: readonly HeadIntervention[]): Map<number, HeadIntervention[]> {
  const groups = new Map<number, HeadIntervention[]>();
  for (const intervention of interventions) {
    const head = intervention.head!;
    const group = groups.get(head);
    if (group) group.push(intervention);
    else groups.set(head, [intervention]);
  }
  return groups;
}

/** Positions of first..end-1 at which the output of a head may change. */
function findChangedPositions(
  interventions: readonly HeadIntervention[],
  first: number,
  end: number,
): { first: number; end: number } {
  const starts = interventions.map(({ position }) => position ?? 0);
  const ends = interventions.map(({ position, entry }) =>
    position === null || entry.isReadLater ? end : position + 1,
  );
  return { first: Math.max(first, Math.min(...starts)), end: Math.min(end, Math.max(...ends)) };
}
