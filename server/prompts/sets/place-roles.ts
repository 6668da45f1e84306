/** The roles of listed pairs as parts of their texts. */
import type { InputIssue } from '../../errors';
import type { Models } from '../../models/registry/installed';
import type { PairInput } from '../../runs/submit/validate-pairs';
import { findSpans } from '../read/roles';
import type { StoredPair } from './stored-pair';

export interface RolePlace {
  /** Model whose tokenizer the positions are of; null when it is not given. */
  readonly model: string | null;
  /** Whether BOS is position 0. */
  readonly prependBos: boolean;
}

/**
 * Adds the roles of the inputs to the pairs.
 *
 * @returns the pairs, or the issues of their roles.
 * @throws MODEL_UNAVAILABLE
 */
export async function placeRoles(
  models: Pick<Models, 'tokenize'>,
  inputs: readonly PairInput[],
  pairs: readonly StoredPair[],
  { model, prependBos }: RolePlace,
): Promise<readonly StoredPair[] | { readonly issues: readonly InputIssue[] }> {
  const withRoles = inputs.flatMap(({ roles }, index) => (roles && roles.length > 0 ? [index] : []));
  if (withRoles.length === 0) return pairs;
  if (model === null) {
    const message =
      'The pairs have roles, whose positions count tokens. Name the model whose tokenizer counts them.';
    return { issues: [{ path: 'model', message }] };
  }
  const texts = withRoles.flatMap((index) => [pairs[index]!.clean, pairs[index]!.corrupted]);
  const tokens = await models.tokenize(model, texts);
  const issues: InputIssue[] = [];
  const placed = [...pairs];
  for (const [at, index] of withRoles.entries()) {
    const [clean, corrupted] = [tokens[2 * at]!, tokens[2 * at + 1]!];
    const spans = findSpans(inputs[index]!.roles!, clean, corrupted, prependBos ? 1 : 0);
    if (spans === null) {
      const message = `The roles of pair ${index + 1} name positions that its prompts do not have with the tokenizer of ${model}: ${clean.length} and ${corrupted.length} tokens${prependBos ? ' and BOS' : ''}.`;
      issues.push({ path: `pairs.${index}.roles`, message });
      continue;
    }
    placed[index] = {
      ...pairs[index]!,
      spans: spans.map(({ name, ...span }) => ({
        name,
        clean: [span.clean.start, span.clean.end],
        corrupted: [span.corrupted.start, span.corrupted.end],
      })),
    };
  }
  return issues.length > 0 ? { issues } : placed;
}
