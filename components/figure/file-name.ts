/** Names of exported files. */

const LONGEST = 100;

/** Parts joined to a name that every file system takes: `ioi-k3f9-residual-stream`. */
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
      .toLowerCase()
      .slice(0, LONGEST) || 'patchbay'
  );
}
