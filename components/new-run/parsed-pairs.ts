/** The result of reading a pasted text. */
import type { PlainPair } from './draft';

export interface ParsedPairs {
  readonly pairs: readonly PlainPair[];
  /** What is wrong, by line; empty when nothing is. */
  readonly errors: readonly string[];
}
