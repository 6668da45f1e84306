/** Addresses of pages about prompt sets. */

/** The page of a set; without a version that of the newest one. */
export function setAddress(id: string, version?: number): string {
  return `/prompts/${encodeURIComponent(id)}${version === undefined ? '' : `@${version}`}`;
}

/** A page of the pairs of a set, tokenised for a model. */
export function pairsAddress(id: string, version: number, model: string, offset: number): string {
  const query = new URLSearchParams();
  if (model !== '') query.set('model', model);
  if (offset > 0) query.set('from', String(offset + 1));
  const text = query.toString();
  return `${setAddress(id, version)}${text === '' ? '' : `?${text}`}`;
}
