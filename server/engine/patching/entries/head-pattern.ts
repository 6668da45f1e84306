/**
 * The attention pattern of a head: rows by destination, or single entries. Values are taken as they are and rows are not
 * normalised again.
 */
import { readPattern, type HeadParts } from './head-parts';
import type { HeadEntry } from './site-entry';

export const headPattern = {
  hook: 'blocks.{layer}.attn.hook_pattern',
  point: 'heads',
  isReadLater: false,
  depth: 1,
  replace(head, source, isPatched, src) {
    /** Entries after the destination are 0 in every run, so a patch there changes nothing. */
    const isChanged = (dest: number): boolean => isPatched(dest) && (src === null || src <= dest);
    return {
      ...head,
      pattern(dest) {
        if (!isChanged(dest)) return head.pattern(dest);
        return src === null ? source.pattern(dest) : replaceEntry(head, source, dest, src);
      },
      output: (dest) => (isChanged(dest) ? null : head.output(dest)),
    };
  },
} as const satisfies HeadEntry;

/** A row of the pattern with one entry from the source run: [dest + 1]. */
function replaceEntry(head: HeadParts, source: HeadParts, dest: number, src: number): Float64Array {
  const row = Float64Array.from(readPattern(head, dest));
  row[src] = readPattern(source, dest)[src]!;
  return row;
}
