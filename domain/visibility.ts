/** Who can open a run, a collection or a prompt set. */

/** PRIVATE: its owner. UNLISTED: everybody who has its address. PUBLIC: it is listed, too, and a public run answers equal experiments of others. */
export const VISIBILITIES = ['PRIVATE', 'UNLISTED', 'PUBLIC'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** What a new run is unless its submission says otherwise. */
export const DEFAULT_VISIBILITY: Visibility = 'PRIVATE';

/** Whether `wanted` shows a run to more people than `current`. */
export function isWider(wanted: Visibility, current: Visibility): boolean {
  return VISIBILITIES.indexOf(wanted) > VISIBILITIES.indexOf(current);
}
