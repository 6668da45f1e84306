/** The result of reading a pasted text. */
import type { DraftPair } from './draft';

export interface ParsedPairs {
  readonly pairs: readonly DraftPair[];
  /** What is wrong, by line; empty when nothing is. */
  readonly errors: readonly string[];
}
