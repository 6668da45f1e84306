/** The residual stream between attention and the MLP of a block. */
import type { ResidualEntry } from './site-entry';

export const residMid = {
  hook: 'blocks.{layer}.hook_resid_mid',
  point: 'mid',
  isReadLater: false,
  addedTo: null,
  write(row, source) {
    row.set(source.mid);
  },
} as const satisfies ResidualEntry;
