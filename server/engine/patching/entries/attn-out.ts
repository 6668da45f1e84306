/** What attention adds to the residual stream. */
import type { ResidualEntry } from './site-entry';

export const attnOut = {
  hook: 'blocks.{layer}.hook_attn_out',
  point: 'mid',
  isReadLater: false,
  addedTo: 'pre',
  write(row, source, addedTo) {
    for (let i = 0; i < row.length; i++) row[i] = addedTo[i]! + (source.mid[i]! - source.pre[i]!);
  },
} as const satisfies ResidualEntry;
