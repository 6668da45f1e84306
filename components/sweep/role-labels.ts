/** Labels of positions by role, and what several lengths change on a page. */
import { isSameRole } from '../../domain/roles';
import type { ColumnLabel } from '../plot/heatmap/geometry';
import { visibleText } from '../tokens/token-text';
import type { TokenizedPair } from './positions';

/** A named place of a pair. */
export interface MarkedRole {
  readonly name: string;
  readonly cleanPositions: readonly number[];
  /** Those of the clean prompt when left out. */
  readonly corruptedPositions?: readonly number[] | undefined;
}

/** Whether all prompts, clean and corrupted, have the same number of tokens. */
export function isOneLength(pairs: readonly Pick<TokenizedPair, 'cleanTokens' | 'alignment'>[]): boolean {
  return pairs.every(
    ({ cleanTokens, alignment }) => !alignment && cleanTokens.length === pairs[0]!.cleanTokens.length,
  );
}

/** `15 tokens`, or `9 to 12 tokens` for prompts of several lengths. */
export function describeLengths(
  pairs: readonly Pick<TokenizedPair, 'cleanTokens' | 'corruptedTokens'>[],
): string {
  const lengths = pairs.flatMap(({ cleanTokens, corruptedTokens }) => [
    cleanTokens.length,
    corruptedTokens.length,
  ]);
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  return least === most ? `${most} tokens` : `${least} to ${most} tokens`;
}

/** The token positions of each step in each pair, [pair][role]. */
export function placeSteps(
  pairs: readonly Pick<TokenizedPair, 'roles'>[],
  roles: readonly string[],
  side: 'cleanPositions' | 'corruptedPositions' = 'cleanPositions',
): (readonly number[])[][] {
  return pairs.map((pair) =>
    roles.map((name) => {
      const role = pair.roles?.find((one) => isSameRole(one.name, name));
      return role?.[side] ?? role?.cleanPositions ?? [];
    }),
  );
}

/**
 * Makes a label for each role, marked if clean and corrupted prompts differ at one of its tokens. The hint has the tokens of the
 * shown prompt.
 *
 * @param prompt index of the prompt; null for the mean, whose hint has those of the first one.
 */
export function roleLabels(
  pairs: readonly TokenizedPair[],
  prompt: number | null,
  roles: readonly string[],
): ColumnLabel[] {
  const shown = pairs[prompt ?? 0];
  if (!shown) return [];
  const considered = prompt === null ? pairs : [shown];
  const steps = placeSteps(considered, roles);
  const [ofShown] = placeSteps([shown], roles);
  return roles.map((name, step) => {
    const isMarked = considered.some(({ differingPositions }, pair) =>
      steps[pair]![step]!.some((at) => differingPositions.includes(at)),
    );
    const own = ofShown![step]!;
    const tokens = own.map((at) => `${visibleText(shown.cleanTokens[at]?.text ?? '')} ${at}`).join(', ');
    const where = pairs.length > 1 ? ` in prompt ${(prompt ?? 0) + 1} of ${pairs.length}` : '';
    const hints = [
      `Role ${name}: ${tokens}${where}.`,
      isMarked ? 'Clean and corrupted differ here.' : '',
      own.length > 1 ? 'Its tokens are patched together.' : '',
    ];
    return { text: name, isMarked, hint: hints.filter((line) => line !== '').join(' ') };
  });
}

/**
 * Whether the entry of a pattern from one role to another is 0 in every prompt: each source token is after each destination.
 *
 * @param steps of `placeSteps`.
 */
export function isAfterInAll(
  steps: readonly (readonly (readonly number[])[])[],
  destination: number,
  src: number,
): boolean {
  return steps.every((ofPair) => Math.min(...ofPair[src]!) > Math.max(...ofPair[destination]!));
}
