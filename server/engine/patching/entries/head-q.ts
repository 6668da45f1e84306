/** The query of a head, by destination. */
import type { HeadEntry } from './site-entry';

export const headQ = {
  hook: 'blocks.{layer}.attn.hook_q',
  point: 'heads',
  isReadLater: false,
  depth: 0,
  replace: (head, source, isPatched) => ({
    ...head,
    query: (dest) => (isPatched(dest) ? source : head).query(dest),
    pattern: (dest) => (isPatched(dest) ? null : head.pattern(dest)),
    output: (dest) => (isPatched(dest) ? null : head.output(dest)),
  }),
} as const satisfies HeadEntry;
