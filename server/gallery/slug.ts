/** The words of a title as a part of an address. */

/** Lower-case words with hyphens, up to 60 characters; empty for a title without letters and digits of ASCII. */
export function makeSlug(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
}
