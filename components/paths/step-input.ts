/** Requests of a step: path patching from each earlier head to one input of the receivers. */
import type { EdgeInput } from '../../domain/edges';
import { pairInputs } from '../analysis/pair-inputs';
import type { AnalysedRun_RunFragment, InterveneInput } from '../generated/graphql';
import type { PathState } from './path-state';
import { listSenders, type Head } from './path-steps';

const SITES = { q: 'Q', k: 'K', v: 'V' } as const satisfies Record<EdgeInput, string>;

/** A request, and the senders that its `singles` are of. */
export interface StepRequest {
  /** Null for the path to the logits. */
  readonly input: EdgeInput | null;
  readonly receivers: readonly Head[];
  readonly senders: readonly Head[];
  readonly request: InterveneInput;
}

/** @param input of the receivers; null for the path to the logits. */
export function makeStepRequest(
  run: AnalysedRun_RunFragment,
  { steps, direction, metric, mlps, layerNorm }: PathState,
  input: EdgeInput | null,
): StepRequest {
  const receivers = steps.at(-1)?.heads ?? [];
  const senders = listSenders(receivers, run.model);
  return {
    input,
    receivers,
    senders,
    request: {
      model: run.model.id,
      pairs: pairInputs(run.pairs),
      direction,
      prependBos: run.prependBos,
      ...(run.wholeAnswers && { wholeAnswers: true }),
      sites: senders.map(({ layer, head }) => ({ site: 'Z', layer, head })),
      path: {
        receivers: input === null ? [] : receivers.map((head) => ({ site: SITES[input], ...head })),
        mlps,
        // The final LayerNorm is always recomputed.
        layerNorm: input === null ? 'RECOMPUTED' : layerNorm,
      },
      metrics: [metric],
    },
  };
}
