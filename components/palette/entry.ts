/** What the search finds. */

/** Groups in the order in which they are listed where nothing else ranks them. */
export const GROUPS = [
  'Recent',
  'This page',
  'Heads',
  'Runs',
  'Findings',
  'Pages',
  'Presets',
  'Prompt sets',
  'Collections',
  'People',
  'Glossary',
  'Settings',
] as const;
export type Group = (typeof GROUPS)[number];

export interface Entry {
  /** Unique among all entries, and the same each time. */
  readonly id: string;
  readonly group: Group;
  readonly label: string;
  /** Follows the label, in a lighter colour. */
  readonly detail?: string;
  /** More words to find it by. */
  readonly keywords?: string;
  /** What the keys of the entry are found by: an action of a page, or an address. */
  readonly target?: string;
  /** Whether it is offered for every text, after what has its words. */
  readonly isFallback?: boolean;
  /** Whether the text names exactly this, though in other letters than its label: `9.9` for Head L9H9. */
  readonly isNamed?: boolean;
  /** Whether a setting is on. */
  readonly isOn?: boolean;
  readonly does:
    | { readonly href: string }
    | { readonly run: () => void }
    /** Resolves to the address to open. */
    | { readonly start: () => Promise<string> };
}

/** Entries of a group. */
export interface EntryGroup {
  readonly group: Group;
  readonly entries: readonly Entry[];
}
