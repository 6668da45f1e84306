/** The query string of a page, as Next.js passes it. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** Reads a parameter: its first value, or an empty string if it is missing. */
export function readParam(params: Awaited<SearchParams>, name: string): string {
  const value = params[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
