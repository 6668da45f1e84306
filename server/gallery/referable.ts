/** Reads what the text of a finding may refer to from the rows of its run. */
import type { Model, PromptPair } from '../db';
import { decodeCleanTokens, decodeGrid } from '../db/codec';
import type { SweepRow } from '../runs/results/sweep-view';
import type { Referable } from './references';

/** A run's model, prompts and sweeps; the sweeps without values. */
export interface ReferableRows {
  readonly modelId: string;
  readonly model: Pick<Model, 'layers' | 'heads'>;
  readonly pairs: readonly Pick<PromptPair, 'cleanTokens'>[];
  readonly sweeps: readonly Pick<SweepRow, 'kind' | 'axes' | 'shape'>[];
}

export function readReferable({ modelId, model, pairs, sweeps }: ReferableRows): Referable {
  const [first] = pairs;
  return {
    modelId,
    layers: model.layers,
    heads: model.heads,
    positions: first ? decodeCleanTokens(first.cleanTokens).length : 0,
    sweeps: sweeps.map(decodeGrid),
  };
}
