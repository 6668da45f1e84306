/** A row of the attention pattern of a head, by destination. The row is taken as it is and not normalised again. */
import type { HeadEntry } from './site-entry';

export const headPattern = {
  hook: 'blocks.{layer}.attn.hook_pattern',
  point: 'heads',
  isReadLater: false,
  depth: 1,
  replace: (head, source, isPatched) => ({
    ...head,
    pattern: (dest) => (isPatched(dest) ? source : head).pattern(dest),
    output: (dest) => (isPatched(dest) ? null : head.output(dest)),
  }),
} as const satisfies HeadEntry;
