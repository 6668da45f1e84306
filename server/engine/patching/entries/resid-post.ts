/** The residual stream after a block. */
import type { ResidualEntry } from './site-entry';

export const residPost = {
  hook: 'blocks.{layer}.hook_resid_post',
  point: 'post',
  isReadLater: false,
  addedTo: null,
  write(row, source) {
    row.set(source.post);
  },
} as const satisfies ResidualEntry;
