/** A collection that is being edited. */
import type {
  CollectionFinding_FindingFragment,
  CollectionItemInput,
  CollectionView_CollectionFragment,
  CollectionVisibility,
} from '../generated/graphql';

/** An item; its key stays when it is moved. */
export type DraftItem =
  | { readonly key: number; readonly text: string; readonly finding: null }
  | { readonly key: number; readonly text: null; readonly finding: CollectionFinding_FindingFragment };

export interface CollectionDraft {
  readonly title: string;
  readonly visibility: CollectionVisibility;
  readonly items: readonly DraftItem[];
  readonly nextKey: number;
}

/** The draft to begin with. Findings that cannot be read are left out. */
export function createDraft(
  collection: Pick<CollectionView_CollectionFragment, 'title' | 'visibility' | 'items'> | null,
): CollectionDraft {
  const items = (collection?.items ?? []).flatMap(({ text, finding }, key): DraftItem[] => {
    if (text !== null) return [{ key, text, finding: null }];
    return finding ? [{ key, text: null, finding }] : [];
  });
  const { title = '', visibility = 'PRIVATE' } = collection ?? {};
  return { title, visibility, items, nextKey: collection?.items.length ?? 0 };
}

/** Moves an item up (-1) or down (1); at an end it stays. */
export function moveItem(draft: CollectionDraft, key: number, by: -1 | 1): CollectionDraft {
  const from = draft.items.findIndex((item) => item.key === key);
  const to = from + by;
  if (from < 0 || to < 0 || to >= draft.items.length) return draft;
  return { ...draft, items: draft.items.toSpliced(from, 1).toSpliced(to, 0, draft.items[from]!) };
}

export function removeItem(draft: CollectionDraft, key: number): CollectionDraft {
  return { ...draft, items: draft.items.filter((item) => item.key !== key) };
}

/** Changes the text of an item. */
export function writeText(draft: CollectionDraft, key: number, text: string): CollectionDraft {
  const items = draft.items.map((item) => (item.key === key ? { key, text, finding: null } : item));
  return { ...draft, items };
}

/** Adds a text, or a finding that is not in the list yet, to the end. */
export function addItem(
  draft: CollectionDraft,
  finding: CollectionFinding_FindingFragment | null,
): CollectionDraft {
  if (finding && draft.items.some((item) => item.finding?.id === finding.id)) return draft;
  const { nextKey: key } = draft;
  const item: DraftItem = finding ? { key, text: null, finding } : { key, text: '', finding: null };
  return { ...draft, items: [...draft.items, item], nextKey: key + 1 };
}

/** The items to send. */
export function sendItems({ items }: CollectionDraft): CollectionItemInput[] {
  return items.map(({ text, finding }) => (finding ? { finding: finding.id } : { text: text ?? '' }));
}
