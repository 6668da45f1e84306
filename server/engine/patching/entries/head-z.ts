/** The output of a head. */
import type { HeadEntry } from './site-entry';

export const headZ = {
  hook: 'blocks.{layer}.attn.hook_z',
  point: 'heads',
  isReadLater: false,
  depth: 2,
  replace: (head, source, isPatched) => ({
    ...head,
    output: (dest) => (isPatched(dest) ? source : head).output(dest),
  }),
} as const satisfies HeadEntry;
