/** The pairs of a prompt set as they are stored. */
import { z } from 'zod';
import { SET_RULES } from '../../../domain/experiment';
import type { GeneratedPair } from '../../../domain/prompts/family';
import { jsonColumn } from '../../db/codec';
import type { PairInput } from '../../runs/submit/validate-pairs';
import type { Candidate } from '../read/candidate';

const SPAN = z.tuple([z.number().int().min(0), z.number().int().min(0)]);

const PAIR = z.object({
  clean: z.string(),
  corrupted: z.string(),
  /** At least one. */
  correct: z.array(z.string()).min(1),
  incorrect: z.array(z.string()).min(1),
  rule: z.enum(SET_RULES),
  /** Characters of the prompts that have a name. */
  spans: z.array(z.object({ name: z.string(), clean: SPAN, corrupted: SPAN })).optional(),
});

export type StoredPair = z.infer<typeof PAIR>;

/** Decodes PromptSetPairs.pairs. @throws DATABASE_UNAVAILABLE */
export const decodeStoredPairs = jsonColumn('PromptSetPairs.pairs', z.array(PAIR));

/** A stored pair as a candidate to check with a tokenizer; its row is the index + 1. */
export function toCandidate({ spans, ...pair }: StoredPair, index: number): Candidate {
  const span = ([start, end]: readonly [number, number]) => ({ start, end });
  return {
    row: index + 1,
    line: null,
    clean: pair.clean,
    corrupted: pair.corrupted,
    correct: { texts: pair.correct },
    incorrect: { texts: pair.incorrect },
    rule: pair.rule,
    isOpenSet: pair.rule === 'LOGSUMEXP',
    ...(spans && {
      spans: spans.map(({ name, clean, corrupted }) => ({
        name,
        clean: span(clean),
        corrupted: span(corrupted),
      })),
    }),
  };
}

/** Generated pairs as they are stored. */
export function toStoredPairs(pairs: readonly GeneratedPair[]): readonly StoredPair[] {
  return pairs.map(({ template: _template, ...pair }) => ({
    ...pair,
    correct: [...pair.correct],
    incorrect: [...pair.incorrect],
    spans: pair.spans.map(({ name, clean, corrupted }) => ({
      name,
      clean: [...clean] as [number, number],
      corrupted: [...corrupted] as [number, number],
    })),
  }));
}

/** A stored pair as a run takes it, without roles. */
export function toPairInput({ clean, corrupted, correct, incorrect, rule }: StoredPair): PairInput {
  return {
    clean,
    corrupted,
    ...(correct.length === 1 ? { correct: correct[0]! } : { correctSet: correct }),
    ...(incorrect.length === 1 ? { incorrect: incorrect[0]! } : { incorrectSet: incorrect }),
    rule,
  };
}
