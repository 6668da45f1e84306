/** Names of exported files. */

const LONGEST = 100;

/** Joins parts into a name that is valid on every file system: `k3F9-residual-stream-recovery`. Run ids keep their case. */
export function fileName(...parts: readonly string[]): string {
  const slugs = parts.map((part) =>
    part
      .normalize('NFKD')
      .replaceAll('−', ' minus ')
      .replaceAll(/[^\p{L}\p{N}_]+/gu, '-')
      .replaceAll(/^-+|-+$/g, ''),
  );
  return (
    slugs
      .filter((slug) => slug !== '')
      .join('-')
      .slice(0, LONGEST) || 'patchbay'
  );
}
