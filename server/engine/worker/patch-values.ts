/** The run that patches take their values from. */
import type { RunSide } from '../../../domain/effect';
import { SITES } from '../../../domain/sites';
import type { RunCache } from '../forward/forward';
import type { InterveneRequest } from '../interventions';
import type { RunPair } from '../patching/run-pair';
import { addVector, createZeroRun, RunMean } from '../patching/value-runs';
import type { Batch } from './batches';
import type { BorrowedModel, Context } from './context';

/** Gives the run that patches take their values from. */
type ReadValues = (batch: Batch, runs: RunPair) => Promise<RunCache>;

/** Prepares the run that a request takes its values from. */
export async function createValueReader(
  { activations }: Context,
  { model, identity }: BorrowedModel,
  { experiment: { pairs }, value }: Pick<InterveneRequest, 'experiment' | 'value'>,
  batches: readonly Batch[],
  beforeCall: () => Promise<void>,
): Promise<ReadValues> {
  const run = (prompts: readonly (readonly number[])[]): Promise<RunCache> =>
    activations.run(model, identity.digest, prompts, beforeCall);
  const pickPrompt = (side: RunSide, index: number): readonly number[] =>
    pairs[index]![side === 'CLEAN' ? 'clean' : 'corrupted'];
  switch (value.kind) {
    case 'source':
      return async (_, { source }) => source;
    case 'zero':
      return async (_, { base }) => createZeroRun(base);
    case 'mean': {
      const mean = new RunMean();
      const prompts = pairs.map((_, index) => pickPrompt(value.of, index));
      for (const { indices } of batches) mean.add(await run(indices.map((index) => prompts[index]!)));
      return async (batch) => mean.read(batch, value.acrossPositions);
    }
    case 'resample':
      return (batch) => {
        const donors = batch.indices.map((index) => value.donors[index]!);
        return run(donors.map((donor) => pickPrompt(value.of, donor)));
      };
    case 'add':
      return async (_, { base }) => addVector(base, SITES[value.site].hook, value.layer, value.vector);
  }
}
