/** Reads a search of runs: words, "quoted phrases" and #tags. */

export interface RunSearch {
  /** A run must contain each, whatever the case. */
  readonly words: readonly string[];
  /** In lower case; a run must have each. */
  readonly tags: readonly string[];
}

const PART =
  /"(?<straight>[^"]*)"?|“(?<curly>[^”]*)”?|#(?<tag>[\p{L}\p{N}][\p{L}\p{N}-]*)(?!\S)|(?<word>\S+)/gu;

/** Parses a search. It never fails: whatever is no phrase and no tag is a word. */
export function parseRunSearch(text: string): RunSearch {
  const parts = [...text.matchAll(PART)].map(({ groups = {} }) => groups);
  return {
    words: parts
      .map(({ straight, curly, word }) => straight ?? curly ?? word ?? '')
      .filter((word) => word.trim() !== ''),
    tags: parts.flatMap(({ tag }) => (tag === undefined ? [] : [tag.toLowerCase()])),
  };
}
