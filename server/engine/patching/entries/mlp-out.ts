/** What the MLP adds to the residual stream. */
import type { ResidualEntry } from './site-entry';

export const mlpOut = {
  hook: 'blocks.{layer}.hook_mlp_out',
  point: 'post',
  isReadLater: false,
  addedTo: 'mid',
  write(row, source, addedTo) {
    for (let i = 0; i < row.length; i++) row[i] = addedTo[i]! + (source.post[i]! - source.mid[i]!);
  },
} as const satisfies ResidualEntry;
