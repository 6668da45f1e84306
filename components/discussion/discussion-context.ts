'use client';

/** The discussion of the finding that a page shows, for the parts of the page that comments are about. */
import { createContext, use } from 'react';
import type { DiscussionCounts_FindingFragment } from '../generated/graphql';
import type { Subject } from './subject';

export interface DiscussionState {
  readonly counts: DiscussionCounts_FindingFragment;
  /** The threads that are shown, and what a new thread is about. */
  readonly subject: Subject;
  /** Shows the threads about something, and brings them into view. */
  readonly open: (subject: Subject) => void;
  /** Increases when comments or reactions have changed. */
  readonly commentsVersion: number;
  /** Increases when attached runs or verdicts have changed. */
  readonly claimsVersion: number;
  /** Reads the counts again. */
  readonly reloadCounts: () => Promise<void>;
}

/** Null on pages without a discussion, such as that of a run. */
export const DiscussionContext = createContext<DiscussionState | null>(null);

export function useDiscussion(): DiscussionState | null {
  return use(DiscussionContext);
}
