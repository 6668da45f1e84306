/** The kinds of notifications: what each is about, and its sentence. */

interface NotificationRow {
  /** The row that it belongs to besides the finding; it is told once for each such row. */
  readonly about: 'comment' | 'evidence' | 'finding';
  /** @param who name of the actor. @param title title of the finding. */
  readonly describe: (who: string, title: string) => string;
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
} as const satisfies Record<string, NotificationRow>;

export type NotificationKind = keyof typeof NOTIFICATION_KINDS;

type KindsAbout<A extends NotificationRow['about']> = {
  [K in NotificationKind]: (typeof NOTIFICATION_KINDS)[K]['about'] extends A ? K : never;
}[NotificationKind];

/** What a notification is about. Of a fork, the finding is the fork. */
export type NotificationSubject =
  | { readonly kind: KindsAbout<'comment'>; readonly findingId: string; readonly commentId: string }
  | { readonly kind: KindsAbout<'evidence'>; readonly findingId: string; readonly evidenceId: string }
  | { readonly kind: KindsAbout<'finding'>; readonly findingId: string };
