/** Reads what the text of a finding may refer to from the rows of its run. */
import type { Model, PromptPair } from '../db';
import { decodeCleanTokens, decodeGrid } from '../db/codec';
import { readRoleNames } from '../runs/experiment';
import type { SweepRow } from '../runs/results/sweep-view';
import type { Referable } from './references';

/** A run's model, prompts and sweeps; the sweeps without values. */
export interface ReferableRows {
  readonly modelId: string;
  readonly model: Pick<Model, 'layers' | 'heads'>;
  readonly roles: string | null;
  readonly pairs: readonly Pick<PromptPair, 'cleanTokens'>[];
  readonly sweeps: readonly Pick<SweepRow, 'kind' | 'axes' | 'shape'>[];
}

export function readReferable({ modelId, model, roles, pairs, sweeps }: ReferableRows): Referable {
  const [first] = pairs;
  return {
    modelId,
    layers: model.layers,
    heads: model.heads,
    positions: first ? decodeCleanTokens(first.cleanTokens).length : 0,
    roles: readRoleNames({ roles }) ?? [],
    sweeps: sweeps.map(decodeGrid),
  };
}
