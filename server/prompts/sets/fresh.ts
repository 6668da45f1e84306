/** Fresh pairs of the family that generated a prompt set: what a finding says of the family, not only of its pairs. */
import { findFamily } from '../../../domain/prompts/families/built-in';
import { generatePairs, type Family } from '../../../domain/prompts/family';
import { MAX_SET_PAIRS } from '../../../domain/limits';
import type { Database, PromptSetVersion } from '../../db';
import { AppError } from '../../errors';
import type { Models } from '../../models/registry/installed';
import type { PairInput } from '../../runs/submit/validate-pairs';
import { readDefinition } from '../families/read-definition';
import { decodeFamily } from './family-column';
import { readSetPairs } from './find';
import { toPairInput, toStoredPairs } from './stored-pair';
import { checkSetPairs } from './tokenize';

export interface FreshRequest {
  readonly seed: number;
  readonly count: number;
  readonly model: string;
  readonly prependBos: boolean;
  /** Whether answers of several tokens are read as a whole. */
  readonly wholeAnswers: boolean;
  /** Tokens of each prompt, BOS included where it is prepended: for positions by index. Null: any number. */
  readonly tokens: number | null;
}

/** Pairs that are generated for each one that is wanted: some are known, and some have another number of tokens. */
const SURPLUS = 20;

/**
 * Generates pairs that are not in a version, with another seed of its family. There are fewer than `count` where the family has no
 * more.
 *
 * @throws BAD_USER_INPUT when no family generated the version, or it has no other pairs; MODEL_UNAVAILABLE.
 */
export async function findFreshPairs(
  {
    db,
    models,
  }: { readonly db: Database; readonly models: Pick<Models, 'info' | 'vocabulary' | 'tokenize'> },
  version: PromptSetVersion,
  { seed, count, model, prependBos, wholeAnswers, tokens }: FreshRequest,
): Promise<readonly PairInput[]> {
  const origin = readOrigin(version);
  if (!origin)
    throw new AppError(
      'BAD_USER_INPUT',
      `The prompt set '${version.name}' lists its pairs: no family generates others. Attach a run on other prompts instead.`,
    );
  const { family, corruption, templates } = origin;
  const known = new Set((await readSetPairs(db, version)).map(nameTexts));
  const generated = generatePairs(family, {
    corruption,
    templates,
    seed,
    count: Math.min(MAX_SET_PAIRS, known.size + SURPLUS * count),
  });
  const others = toStoredPairs(generated).filter((pair) => !known.has(nameTexts(pair)));
  const checked = await checkSetPairs(models, model, others, { prependBos, wholeAnswers });
  const fresh = checked.pairs
    .filter((pair) => tokens === null || pair.tokens === tokens)
    .slice(0, count)
    .map(({ row, roles }): PairInput => ({ ...toPairInput(others[row - 1]!), roles: [...roles] }));
  if (fresh.length === 0)
    throw new AppError(
      'BAD_USER_INPUT',
      `The family has no other pairs${tokens === null ? '' : ` of ${tokens} tokens`}. Add words or templates to it, and make a run on the new set.`,
    );
  return fresh;
}

/** Whether a family that this version of Patchbay has generated the pairs. */
export function hasFamily(version: Pick<PromptSetVersion, 'family'>): boolean {
  return readOrigin(version) !== null;
}

function readOrigin({ family: stored }: Pick<PromptSetVersion, 'family'>): {
  readonly family: Family;
  readonly corruption: string;
  readonly templates: readonly string[];
} | null {
  if (stored === null) return null;
  const { family: id, definition, corruption, templates } = decodeFamily(stored);
  const family = definition === undefined ? findFamily(id ?? '') : readStored(definition);
  return family ? { family, corruption, templates } : null;
}

function readStored(definition: string): Family | null {
  const read = readDefinition(definition);
  return 'family' in read ? read.family : null;
}

function nameTexts({ clean, corrupted }: { readonly clean: string; readonly corrupted: string }): string {
  return JSON.stringify([clean, corrupted]);
}
