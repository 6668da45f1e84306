/** Wakes the followers of a finding or of a user's notifications, who then read what has changed. */
import type { EventEmitter } from 'node:events';

/** Events of one process; see Services.changes. */
export type Changes = Pick<EventEmitter, 'emit' | 'on' | 'off'>;

/** Name of the event about a finding. */
export function findingEvent(findingId: string): string {
  return `finding ${findingId}`;
}

/** Name of the event about the notifications of a user. */
export function notificationsEvent(userId: string): string {
  return `notifications ${userId}`;
}

/** Says that something around a finding has changed. */
export function announceFinding(changes: Changes, findingId: string): void {
  changes.emit(findingEvent(findingId));
}
