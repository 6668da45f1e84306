/** The heads that a claim names one by one: `z[9.9]`, members of a set; not those of a range or of all heads. */
import type { CellPattern } from '../cell-pattern';
import { listNodes, type Claim } from './syntax';

/** A head by its numbers, from 0. */
export interface ClaimedHead {
  readonly layer: number;
  readonly head: number;
}

/** Every head that a claim names, in its order; one that is named twice is listed twice. */
export function listClaimedHeads(claim: Claim): ClaimedHead[] {
  const patterns =
    claim.type === 'top'
      ? [claim.cells.pattern, ...claim.members]
      : [claim.left, claim.right]
          .flatMap(listNodes)
          .flatMap((node) => (node.type === 'cells' ? [node.pattern] : []));
  return patterns.flatMap((pattern) => findHead(pattern) ?? []);
}

function findHead({ layer, head }: CellPattern): ClaimedHead | null {
  if (layer.type !== 'step' || head?.type !== 'step') return null;
  if (typeof layer.step !== 'number' || typeof head.step !== 'number') return null;
  return { layer: layer.step, head: head.step };
}
