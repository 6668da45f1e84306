/** The event of the window by which the page of notifications tells the header how many are still unread. */
export const NOTIFICATIONS_READ = 'patchbay:notifications-read';

/** Sends the event. */
export function tellUnread(unread: number): void {
  window.dispatchEvent(new CustomEvent(NOTIFICATIONS_READ, { detail: unread }));
}
