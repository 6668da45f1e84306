/** A page's query string, as Next.js hands it over. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** One parameter: the first where it is given several times, empty where it is not. */
export function readParam(params: Awaited<SearchParams>, name: string): string {
  const value = params[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
