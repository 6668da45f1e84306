/** What a shard computed, as stored until the run's holder takes it: the events of its batch, in the engine's order. */
import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import type { Provenance, RunEvent } from '../../../engine/api';

/** Grows with every change of what is stored; rows of another version are computed again. */
const FORMAT = 1;

export interface ShardResult {
  /** The baseline, then the sweeps. */
  readonly events: readonly RunEvent[];
  readonly provenance: Provenance;
}

const stored = z.object({
  format: z.literal(FORMAT),
  events: z.array(
    z.custom<RunEvent>((event) => typeof event === 'object' && event !== null && 'type' in event),
  ),
  provenance: z.custom<Provenance>(
    (value) => typeof value === 'object' && value !== null && 'engineVersion' in value,
  ),
});

export function encodeShard({ events, provenance }: ShardResult): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(serialize({ format: FORMAT, events, provenance }));
}

/** The result of a shard; null when it cannot be read, as when another version of Patchbay wrote it. */
export function decodeShard(bytes: Uint8Array): ShardResult | null {
  try {
    return stored.parse(deserialize(bytes));
  } catch {
    return null;
  }
}
