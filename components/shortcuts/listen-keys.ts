/** What the shortcuts of the site and of its pages do. */
import { runPageAction } from '../actions/page-actions';
import { hasCharacterShortcuts } from './character-setting';
import { isTyping, matchKeys, SEQUENCE_MS } from './match-keys';
import { openSiteDialog, siteDialog } from './open-dialog';
import type { Shortcut } from './shortcuts';

/** Makes the listener of a page. @param open goes to an address. */
export function createListener(open: (href: string) => void): (event: KeyboardEvent) => void {
  let first: { readonly key: string; readonly at: number } | null = null;
  const act = ({ does }: Shortcut): boolean => {
    if (!does) return false;
    if ('page' in does) return runPageAction(does.page);
    if ('href' in does) open(does.href);
    else openSiteDialog(siteDialog.read() === does.site ? null : does.site);
    return true;
  };
  return (event) => {
    // What has the focus comes first, such as a heatmap or the editor of the API explorer.
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const isInDialog = document.querySelector('[role=dialog][aria-modal=true]') !== null;
    const takesCharacters = !isInDialog && !isTyping(event.target) && hasCharacterShortcuts();
    const pending = first && event.timeStamp - first.at < SEQUENCE_MS ? first.key : null;
    const match = matchKeys(event, pending, takesCharacters);
    first = match.pending === null ? null : { key: match.pending, at: event.timeStamp };
    if (isInDialog && siteDialog.read() === null) return;
    if (match.shortcut && act(match.shortcut)) event.preventDefault();
  };
}
