/** What a definition of a family says, with the first pairs that it generates. */
import { MAX_SAMPLED_PAIRS } from '../../../domain/limits';
import { generatePairs, type Family, type GeneratedPair } from '../../../domain/prompts/family';
import { badUserInput } from '../../errors';
import { readDefinition, type DefinitionProblem } from './read-definition';

export interface FamilySample {
  readonly problems: readonly DefinitionProblem[];
  readonly templates: Family['templates'];
  readonly corruptions: Family['corruptions'];
  readonly roles: readonly string[];
  readonly pairs: readonly GeneratedPair[];
}

/**
 * Reads a definition and generates its first pairs.
 *
 * @param request `corruption`: an id; the first one when null. `first`: how many pairs, 0 to MAX_SAMPLED_PAIRS.
 * @throws BAD_USER_INPUT for another number of pairs, or a corruption that a valid definition does not have.
 */
export function sampleFamily(
  definition: string,
  {
    corruption,
    seed,
    first,
  }: { readonly corruption: string | null; readonly seed: number; readonly first: number },
): FamilySample {
  if (first < 0 || first > MAX_SAMPLED_PAIRS)
    throw badUserInput([
      { path: 'first', message: `first is ${first}; it can be 0 to ${MAX_SAMPLED_PAIRS}.` },
    ]);
  const read = readDefinition(definition);
  if ('problems' in read)
    return { problems: read.problems, templates: [], corruptions: [], roles: [], pairs: [] };
  const { templates, corruptions, roles } = read.family;
  if (corruption !== null && corruptions.every(({ id }) => id !== corruption)) {
    const message = `The definition has no corruption '${corruption.slice(0, 60)}'. Use one of ${corruptions.map(({ id }) => id).join(', ')}.`;
    throw badUserInput([{ path: 'corruption', message }]);
  }
  const request = { seed, count: first, ...(corruption !== null && { corruption }) };
  return { problems: [], templates, corruptions, roles, pairs: generatePairs(read.family, request) };
}
