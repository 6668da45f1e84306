/** The kinds of notifications: what each is about, and its sentence. */

interface NotificationRow {
  /** The row that it belongs to besides the finding; it is told once for each such row. */
  readonly about: 'comment' | 'evidence' | 'finding' | 'version' | 'collection';
  /**
   * @param who name of the actor.
   * @param title title of the finding.
   * @param collection title of the collection; null where there is none that the reader may open.
   */
  readonly describe: (who: string, title: string, collection: string | null) => string;
}

export const NOTIFICATION_KINDS = {
  COMMENT: { about: 'comment', describe: (who, title) => `${who} commented on your finding “${title}”.` },
  REPLY: { about: 'comment', describe: (who, title) => `${who} answered your comment on “${title}”.` },
  MENTION: {
    about: 'comment',
    describe: (who, title) => `${who} mentioned you in a comment on “${title}”.`,
  },
  REPLICATION: {
    about: 'evidence',
    describe: (who, title) => `${who} replicated your finding “${title}”.`,
  },
  EVIDENCE_FOR: {
    about: 'evidence',
    describe: (who, title) => `${who} attached a run that supports your finding “${title}”.`,
  },
  EVIDENCE_AGAINST: {
    about: 'evidence',
    describe: (who, title) => `${who} attached a run that refutes your finding “${title}”.`,
  },
  RESPONSE: {
    about: 'evidence',
    describe: (who, title) => `${who} responded to the run that you attached to “${title}”.`,
  },
  FORK: { about: 'finding', describe: (who, title) => `${who} forked your finding; the fork is “${title}”.` },
  CLAIM_REFUTED: {
    about: 'evidence',
    describe: (who, title) => `A run by ${who} refutes a claim of your finding “${title}”.`,
  },
  EDIT: { about: 'version', describe: (who, title) => `${who} edited the finding “${title}”.` },
  WITHDRAWAL: { about: 'finding', describe: (who, title) => `${who} withdrew the finding “${title}”.` },
  COLLECTION: {
    about: 'collection',
    describe: (who, title, collection) =>
      `${who} added your finding “${title}” to ${nameCollection(collection)}.`,
  },
  SHARED_COLLECTION: {
    about: 'collection',
    describe: (who, title, collection) =>
      `${who} added the finding “${title}” to ${nameCollection(collection)}, which you can change, too.`,
  },
} as const satisfies Record<string, NotificationRow>;

function nameCollection(title: string | null): string {
  return title === null ? 'a collection' : `the collection “${title}”`;
}

export type NotificationKind = keyof typeof NOTIFICATION_KINDS;

type KindsAbout<A extends NotificationRow['about']> = {
  [K in NotificationKind]: (typeof NOTIFICATION_KINDS)[K]['about'] extends A ? K : never;
}[NotificationKind];

/** What a notification is about. Of a fork, the finding is the fork. */
export type NotificationSubject =
  | { readonly kind: KindsAbout<'comment'>; readonly findingId: string; readonly commentId: string }
  | { readonly kind: KindsAbout<'evidence'>; readonly findingId: string; readonly evidenceId: string }
  | { readonly kind: KindsAbout<'version'>; readonly findingId: string; readonly version: number }
  | { readonly kind: KindsAbout<'collection'>; readonly findingId: string; readonly collectionId: string }
  | { readonly kind: KindsAbout<'finding'>; readonly findingId: string };

/** Names the kind and what it is about: a user is told of each such thing once. */
export function keyOfSubject(subject: NotificationSubject): string {
  const { kind, findingId } = subject;
  if ('commentId' in subject) return `${kind} ${subject.commentId}`;
  if ('evidenceId' in subject) return `${kind} ${subject.evidenceId}`;
  if ('version' in subject) return `${kind} ${findingId} ${subject.version}`;
  if ('collectionId' in subject) return `${kind} ${findingId} ${subject.collectionId}`;
  return `${kind} ${findingId}`;
}
