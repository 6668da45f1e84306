/** What clients have asked for, and what they were told: the invariants compare it with what is stored. */

export type EntryKind = 'comment' | 'run' | 'replication' | 'attachment';

/**
 * `acknowledged`: a client was told that it is done. `refused`: that it is not. `unknown`: it got no answer, and has given up.
 * `open`: it still tries.
 */
export type Outcome = 'open' | 'acknowledged' | 'refused' | 'unknown';

export interface Entry {
  readonly kind: EntryKind;
  readonly userId: string;
  /** Text of a comment or a note, which no other entry has; content hash of a run; finding of a replication. */
  readonly marker: string;
  outcome: Outcome;
  /** Of what was created; null until it is acknowledged. */
  resultId: string | null;
}

export interface Ledger {
  add(entry: Pick<Entry, 'kind' | 'userId' | 'marker'>): Entry;
  /** A copy of all entries as they are now. */
  list(): readonly Readonly<Entry>[];
}

export function createLedger(): Ledger {
  const entries: Entry[] = [];
  return {
    add(entry) {
      const added: Entry = { ...entry, outcome: 'open', resultId: null };
      entries.push(added);
      return added;
    },
    list: () => entries.map((entry) => ({ ...entry })),
  };
}
