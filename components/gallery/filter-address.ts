import { VERDICTS, type Verdict } from '../../domain/claim/verdicts';
import { isSweepKind, type SweepKind } from '../../domain/sites';

/** The filters of the gallery, as its address holds them. */
export interface GalleryFilter {
  readonly search: string;
  readonly tag: string;
  readonly model: string;
  /** User id. */
  readonly author: string;
  /** Kind of a sweep in lower case, such as `head_z`. */
  readonly kind: string;
  /** Verdict on a claim in lower case. */
  readonly verdict: string;
  /** Order of the list: a name of `SORTS`, or empty for the newest first. */
  readonly sort: string;
}

/** Orders of the list, by the value in the address. */
export const SORTS = [
  { value: 'replicated', label: 'Most replicated', sort: 'REPLICATED' },
  { value: 'supported', label: 'Most runs for', sort: 'SUPPORTED' },
  { value: 'disputed', label: 'Most disputed', sort: 'DISPUTED' },
  { value: 'forked', label: 'Most forked', sort: 'FORKED' },
  { value: 'stars', label: 'Most stars', sort: 'STARS' },
] as const;

export const NO_FILTER: GalleryFilter = {
  search: '',
  tag: '',
  model: '',
  author: '',
  kind: '',
  verdict: '',
  sort: '',
};

/** E.g. `/?search=names&tag=ioi`; empty filters are left out. */
export function galleryAddress(filter: GalleryFilter, after: string | null = null): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, after })) {
    if (typeof value === 'string' && value.trim() !== '') query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? '/' : `/?${text}`;
}

/** The kind of sweep that an address names; null for none, and for one that does not exist. */
export function readKind(text: string): SweepKind | null {
  const kind = text.toUpperCase();
  return isSweepKind(kind) ? kind : null;
}

/** The verdict that an address names; null for none, and for one that does not exist. */
export function readVerdict(text: string): Verdict | null {
  return VERDICTS.find((verdict) => verdict === text.toUpperCase()) ?? null;
}
