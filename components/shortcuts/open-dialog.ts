/** Which of the dialogs of the whole site is open: the search, or the list of shortcuts. */

/** What the site does itself; other actions are those of a page. */
export type SiteAction = 'search' | 'shortcuts';

let current: SiteAction | null = null;
const listeners = new Set<() => void>();

/** Opens one of the two, or closes both. */
export function openSiteDialog(dialog: SiteAction | null): void {
  current = dialog;
  for (const listener of listeners) listener();
}

export const siteDialog = {
  read: (): SiteAction | null => current,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
