/** Statuses of a run and the transitions that are allowed between them. */

export const RUN_STATUSES = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/**
 * Transitions by status. RUNNING goes back to QUEUED when its lease lapses, the engine dies, or the run yields to others.
 */
export const TRANSITIONS: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  QUEUED: ['RUNNING', 'CANCELLED'],
  RUNNING: ['QUEUED', 'SUCCEEDED', 'FAILED', 'CANCELLED'],
  SUCCEEDED: [],
  FAILED: [],
  CANCELLED: [],
};

/** Whether a run may go from one status to another. */
export function isTransition(from: RunStatus, to: RunStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** Whether a status never changes again. */
export function hasEnded(status: RunStatus): boolean {
  return TRANSITIONS[status].length === 0;
}
