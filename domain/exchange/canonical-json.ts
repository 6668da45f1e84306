/** Canonical JSON: the bytes that the digest of an exported file is computed over. */

/**
 * The only text of a JSON value: keys in ascending order of their UTF-16 code units, no white space, numbers and strings as
 * JSON.stringify prints them (RFC 8785). Keys whose value is undefined are left out.
 */
export function writeCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => writeCanonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${writeCanonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
