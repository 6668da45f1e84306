/** Experiments of many prompt pairs on the bundled model: the IOI family with its roles, four sentences of two lengths. */
import { generatePairs } from '../../domain/prompts/family';
import { FAMILIES } from '../../domain/prompts/families/built-in';
import type { SweepKind } from '../../domain/sites';
import { decodeStoredPairs } from '../../server/prompts/sets/stored-pair';
import { checkSetPairs } from '../../server/prompts/sets/tokenize';
import type { RunInput } from '../../server/runs/submit/validate';
import type { Services } from '../../server/services/services';

const MODEL = 'patchbay-mini';
const SEED = 14;

/** @throws Error when the family has fewer pairs that the model can use. */
export async function makeInput(
  { models }: Pick<Services, 'models'>,
  count: number,
  sweeps: readonly SweepKind[],
): Promise<RunInput> {
  const family = FAMILIES.find(({ id }) => id === 'ioi')!;
  const generated = generatePairs(family, { seed: SEED, count: 2 * count });
  const stored = decodeStoredPairs(JSON.stringify(generated));
  const { pairs } = await checkSetPairs(models, MODEL, stored, { prependBos: true });
  if (pairs.length < count) throw new Error(`${pairs.length} pairs can be used, not ${count}`);
  return {
    model: MODEL,
    pairs: pairs.slice(0, count).map(({ clean, corrupted, correct, incorrect, roles }) => ({
      clean,
      corrupted,
      correct,
      incorrect,
      roles: [...(roles ?? [])],
    })),
    sweeps: [...sweeps],
    direction: 'DENOISING',
    prependBos: true,
    positionsBy: 'ROLE',
  };
}
