/** The residual stream before a block. */
import type { ResidualEntry } from './site-entry';

export const residPre = {
  hook: 'blocks.{layer}.hook_resid_pre',
  point: 'pre',
  isReadLater: true,
  addedTo: null,
  write(row, source) {
    row.set(source.pre);
  },
} as const satisfies ResidualEntry;
