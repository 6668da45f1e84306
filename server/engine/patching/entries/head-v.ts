/** The value of a head. Every destination from the patched position on reads it. */
import type { HeadEntry } from './site-entry';

export const headV = {
  hook: 'blocks.{layer}.attn.hook_v',
  point: 'heads',
  isReadLater: true,
  depth: 0,
  replace: (head, source, isPatched) => ({
    ...head,
    value: (position) => (isPatched(position) ? source : head).value(position),
    output: () => null,
  }),
} as const satisfies HeadEntry;
