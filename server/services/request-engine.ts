/** The engine for one request: its calls take turns with those of other clients, and stop when the client disconnects. */
import type { Engine } from '../engine/api';
import type { FairQueue } from './fair-queue';

const SHORT_CALLS = ['baseline', 'estimate', 'predict', 'attention', 'patched', 'predictTogether'] as const;
const LONG_CALLS = [
  'intervene',
  'attribute',
  'attributeNeurons',
  'readLens',
  'circuit',
  'edgeCircuit',
  'neurons',
] as const;

/**
 * @param queue turns of short calls.
 * @param longTurns turns of calls that may take up to a minute: patched runs, attribution, lens, circuits and neurons.
 * @param client e.g. an address.
 * @param signal aborts when the client disconnects.
 */
export function engineForRequest(
  engine: Engine,
  queue: FairQueue,
  longTurns: FairQueue,
  client: string,
  signal: AbortSignal | undefined,
): Engine {
  const asked = engine.forClient?.(signal) ?? engine;
  const mine = Object.create(asked) as Record<string, unknown>;
  const takeTurns = (name: keyof Engine, turns: FairQueue): void => {
    mine[name] = (...args: unknown[]) =>
      turns.run(client, () => (asked[name] as (...args: unknown[]) => Promise<unknown>)(...args), signal);
  };
  for (const name of SHORT_CALLS) takeTurns(name, queue);
  for (const name of LONG_CALLS) takeTurns(name, longTurns);
  return mine as unknown as Engine;
}
