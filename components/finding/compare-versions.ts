/** What changed from one version of a finding to the next. */
import { diffWordsWithSpace } from 'diff';
import type { FindingVersion_VersionFragment } from '../generated/graphql';

/** A piece of text that both versions have, or that one of them has. */
export interface Piece {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Entries of a list that were added and removed. */
export interface ListChange {
  readonly name: 'Tags' | 'Claims' | 'Runs';
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface VersionChange {
  /** Null when it is the same. */
  readonly title: readonly Piece[] | null;
  readonly summary: readonly Piece[] | null;
  /** Only lists that changed. */
  readonly lists: readonly ListChange[];
}

type Version = Pick<FindingVersion_VersionFragment, 'title' | 'summary' | 'tags' | 'claims' | 'runs'>;

/** Characters of unchanged text that are shown on each side of a change. */
const CONTEXT = 120;
/** Words may be moved and rewritten throughout; after this many edits the whole texts are shown instead. */
const MAX_EDITS = 4000;

/** Compares a version with the one before it. */
export function compareVersions(before: Version, after: Version): VersionChange {
  const lists: ListChange[] = [
    compareLists('Tags', before.tags, after.tags),
    compareLists('Claims', before.claims, after.claims),
    compareLists('Runs', before.runs.map(nameRun), after.runs.map(nameRun)),
  ];
  return {
    title: compareTexts(before.title, after.title),
    summary: compareTexts(before.summary, after.summary),
    lists: lists.filter(({ added, removed }) => added.length + removed.length > 0),
  };
}

/** Word by word; null for equal texts. */
export function compareTexts(before: string, after: string): Piece[] | null {
  if (before === after) return null;
  const changes = diffWordsWithSpace(before, after, { maxEditLength: MAX_EDITS });
  if (!changes) {
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  }
  return changes.map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}

/** Shortens unchanged text that is far from a change. */
export function shortenPieces(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece, at) => {
    if (piece.kind !== 'same' || piece.text.length <= 2 * CONTEXT) return piece;
    const start = at === 0 ? '' : piece.text.slice(0, CONTEXT);
    const end = at === pieces.length - 1 ? '' : piece.text.slice(-CONTEXT);
    return { ...piece, text: `${start} … ${end}` };
  });
}

function compareLists(
  name: ListChange['name'],
  before: readonly string[],
  after: readonly string[],
): ListChange {
  return {
    name,
    added: after.filter((entry) => !before.includes(entry)),
    removed: before.filter((entry) => !after.includes(entry)),
  };
}

function nameRun({ runId, label }: Version['runs'][number]): string {
  return label === null ? runId : `${label} (${runId})`;
}
