/** What the paste dialogs read out of a text. */
import type { DraftPair } from './draft';

export interface ParsedPairs {
  readonly pairs: readonly DraftPair[];
  /** What is wrong, by line; empty when nothing is. */
  readonly errors: readonly string[];
  /** How the text was read, where that was not certain. */
  readonly notes: readonly string[];
}
