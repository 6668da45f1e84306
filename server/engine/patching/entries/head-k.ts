/** The key of a head. Every destination from the patched position on reads it. */
import type { HeadEntry } from './site-entry';

export const headK = {
  hook: 'blocks.{layer}.attn.hook_k',
  point: 'heads',
  isReadLater: true,
  depth: 0,
  replace: (head, source, isPatched) => ({
    ...head,
    key: (position) => (isPatched(position) ? source : head).key(position),
    pattern: () => null,
    output: () => null,
  }),
} as const satisfies HeadEntry;
