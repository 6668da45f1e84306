/** The gallery's address: what it is narrowed by. */

export interface GalleryFilter {
  readonly search: string;
  readonly tag: string;
  readonly model: string;
  /** User id. */
  readonly author: string;
}

export const NO_FILTER: GalleryFilter = { search: '', tag: '', model: '', author: '' };

/** `/?search=names&tag=ioi`; what is empty is left out. */
export function galleryAddress(filter: GalleryFilter, after: string | null = null): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, after })) {
    if (typeof value === 'string' && value.trim() !== '') query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? '/' : `/?${text}`;
}
