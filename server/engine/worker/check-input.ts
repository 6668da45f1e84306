/** Checks requests against the model. Services check the same earlier, with messages for the form. */
import { explainAlignment, takeBase, UNEQUAL_PATTERNS } from '../../../domain/alignment';
import { countCells, isPositionAxis } from '../../../domain/cell';
import type { RunSide } from '../../../domain/effect';
import { listAnswerTokens } from '../../../domain/experiment';
import { isOneLength, isUnequal } from '../../../domain/pair-groups';
import type { RoleSteps } from '../../../domain/roles';
import { siteOfKind, SITES } from '../../../domain/sites';
import { badUserInput } from '../../errors';
import type { Architecture } from '../models/architecture';
import { canAddVector } from '../patching/value-runs';
import type { Experiment, SweepKind, TokenPair } from '../api';
import type { AttentionRequest } from '../inspection';
import type { EmbeddingNoise, InterveneRequest, PatchedSite, PatchValue } from '../interventions';

/** @throws BAD_USER_INPUT for a prompt that is empty, too long or has unknown tokens. */
export function checkPrompt(tokens: readonly number[], path: string, architecture: Architecture): void {
  if (tokens.length === 0) throw badUserInput([{ path, message: 'The prompt has no token.' }]);
  if (tokens.length > architecture.context) {
    const message = `The prompt is ${tokens.length} tokens; the model takes at most ${architecture.context}. Shorten it.`;
    throw badUserInput([{ path, message }]);
  }
  for (const token of tokens) checkToken(token, path, architecture);
}

/** @throws BAD_USER_INPUT for prompts of unequal lengths without a valid alignment, and for what `checkPrompt` refuses. */
export function checkPair(pair: TokenPair, index: number, architecture: Architecture): void {
  const path = `pairs.${index}`;
  const { clean, corrupted, alignment } = pair;
  checkPrompt(clean, `${path}.clean`, architecture);
  checkPrompt(corrupted, `${path}.corrupted`, architecture);
  checkAnswers(pair, path, architecture);
  const refuse = (message: string): never => {
    throw badUserInput([{ path: `${path}.alignment`, message }]);
  };
  if (clean.length === corrupted.length) {
    if (alignment)
      refuse('Prompts of equal length are aligned position by position; leave the alignment out.');
    return;
  }
  if (!alignment)
    return refuse(
      `Prompts of ${clean.length} and ${corrupted.length} tokens need an alignment of their positions.`,
    );
  const problem = explainAlignment(alignment, clean.length, corrupted.length, false);
  if (problem !== null) refuse(problem);
}

/** @throws BAD_USER_INPUT for roles that do not name one position at least in each prompt. */
export function checkRoles({ pairs, roles }: Pick<Experiment, 'pairs' | 'roles'>): void {
  if (!roles) return;
  const { names, positions, corruptedPositions = positions } = roles;
  const isPlaced = (all: RoleSteps['positions'], side: 'clean' | 'corrupted'): boolean =>
    all.length === pairs.length &&
    all.every((ofPair, index) => {
      const { length } = pairs[index]![side];
      const isPosition = (at: number): boolean => Number.isInteger(at) && at >= 0 && at < length;
      return (
        ofPair.length === names.length &&
        ofPair.every((own) => own.length > 0 && new Set(own).size === own.length && own.every(isPosition))
      );
    });
  if (names.length > 0 && isPlaced(positions, 'clean') && isPlaced(corruptedPositions, 'corrupted')) return;
  const message = 'Each role needs positions in each pair, each once, inside its prompts.';
  throw badUserInput([{ path: 'roles', message }]);
}

/**
 * @param steps of a position axis; null where base prompts have several lengths without roles.
 * @throws BAD_USER_INPUT for sweeps by position then, and for attention patterns of prompts of unequal lengths.
 */
export function checkKinds(
  kinds: readonly SweepKind[],
  steps: number | null,
  pairs: readonly Pick<TokenPair, 'clean' | 'corrupted'>[],
): void {
  const refuse = (refused: readonly SweepKind[], reason: string): void => {
    if (refused.length === 0) return;
    throw badUserInput([{ path: 'sweeps', message: `${refused.join(', ')}: ${reason}` }]);
  };
  if (pairs.some((pair) => isUnequal(pair)))
    refuse(
      kinds.filter((kind) => SITES[kind].activation === 'pattern'),
      UNEQUAL_PATTERNS,
    );
  if (steps === null)
    refuse(
      kinds.filter((kind) => siteOfKind(kind).axes.some((axis) => isPositionAxis(axis))),
      'the base prompts have several lengths, so a position is not the same place in each. Sweep positions by role.',
    );
}

/** @throws BAD_USER_INPUT for an unknown token, an empty set, or a token twice. */
function checkAnswers({ correct, incorrect }: TokenPair, path: string, architecture: Architecture): void {
  const sides = { correct: listAnswerTokens(correct), incorrect: listAnswerTokens(incorrect) };
  for (const [side, tokens] of Object.entries(sides)) {
    const at = `${path}.${side}`;
    for (const token of tokens) checkToken(token, at, architecture);
    const isSet = tokens.length > 0 && new Set(tokens).size === tokens.length;
    if (!isSet)
      throw badUserInput([{ path: at, message: 'An answer is one token or several different ones.' }]);
  }
}

/** @throws BAD_USER_INPUT for a cell outside the sweep. */
export function checkCell(cell: number, kind: SweepKind, shape: readonly number[]): void {
  const cells = countCells(shape);
  if (Number.isInteger(cell) && cell >= 0 && cell < cells) return;
  throw badUserInput([
    { path: 'cell', message: `There is no cell ${cell}; ${kind} has cells 0 to ${cells - 1}.` },
  ]);
}

/** @throws BAD_USER_INPUT for prompts of different lengths, or a layer or head that does not exist. */
export function checkAttention({ prompts, layer, head }: AttentionRequest, sizes: Architecture): void {
  if (prompts.length === 0) throw badUserInput([{ path: 'prompts', message: 'There is no prompt.' }]);
  for (const prompt of prompts) {
    checkPrompt(prompt, 'prompts', sizes);
    if (prompt.length === prompts[0]!.length) continue;
    throw badUserInput([
      { path: 'prompts', message: 'The prompts have different lengths; request them one by one.' },
    ]);
  }
  for (const [path, value, count] of [
    ['layer', layer, sizes.layers] as const,
    ['head', head, sizes.heads] as const,
  ]) {
    if (Number.isInteger(value) && value >= 0 && value < count) continue;
    throw badUserInput([
      { path, message: `There is no ${path} ${value}; this model has 0 to ${count - 1}.` },
    ]);
  }
}

/**
 * @param path of the field, for messages.
 * @param steps of a position axis; null where base prompts have several lengths without roles.
 * @throws BAD_USER_INPUT for a layer, head or position that does not exist, and for a position where none means the same.
 */
export function checkSites(
  sites: readonly PatchedSite[],
  path: string,
  { layers, heads }: Architecture,
  steps: number | null,
): void {
  if (steps === null && sites.some(({ position, src }) => position !== null || src !== null)) {
    const message =
      'The base prompts have several lengths, so a position is not the same place in each. Patch all positions, or use a run by role.';
    throw badUserInput([{ path, message }]);
  }
  const length = steps ?? 0;
  for (const { layer, head, position, src } of sites) {
    for (const [name, value, count] of [
      ['layer', layer, layers] as const,
      ['head', head, heads] as const,
      ['position', position, length] as const,
      ['src', src, length] as const,
    ]) {
      if (value === null || (Number.isInteger(value) && value >= 0 && value < count)) continue;
      throw badUserInput([{ path, message: `There is no ${name} ${value}; there are 0 to ${count - 1}.` }]);
    }
  }
}

/**
 * Checks what patched activations are replaced by.
 *
 * @param sites that are patched.
 * @throws BAD_USER_INPUT for donors that are not one existing pair of the same length for each pair, for means that are not
 *   defined for pairs of several lengths, and for attention patterns from a source run of another length.
 */
export function checkValue(
  value: PatchValue,
  { pairs, direction }: Pick<Experiment, 'pairs' | 'direction'>,
  sites: readonly PatchedSite[],
): void {
  const refuse = (message: string): never => {
    throw badUserInput([{ path: 'value', message }]);
  };
  if (value.kind === 'resample') checkDonors(value, { pairs, direction });
  const hasPattern = sites.some(({ site }) => SITES[site].activation === 'pattern');
  if (value.kind === 'source' && hasPattern && pairs.some((pair) => isUnequal(pair)))
    refuse(`Attention patterns: ${UNEQUAL_PATTERNS}`);
  if (value.kind !== 'mean' || isOneLength(pairs)) return;
  if (!value.acrossPositions)
    refuse(
      'The pairs have several lengths, so a mean by position is not defined. Use the mean over prompts and positions.',
    );
  if (hasPattern)
    refuse(
      'The pairs have several lengths, so a mean attention pattern is not defined. Choose another value.',
    );
}

/** @throws BAD_USER_INPUT */
function checkDonors(
  { donors, of }: Extract<PatchValue, { readonly kind: 'resample' }>,
  { pairs, direction }: Pick<Experiment, 'pairs' | 'direction'>,
): void {
  const refuse = (message: string): never => {
    throw badUserInput([{ path: 'donors', message }]);
  };
  const isPair = (donor: number): boolean => Number.isInteger(donor) && donor >= 0 && donor < pairs.length;
  if (donors.length !== pairs.length || !donors.every(isPair))
    refuse(
      `The donors are ${donors.join(', ')}; give one pair, 0 to ${pairs.length - 1}, for each of the ${pairs.length} pairs.`,
    );
  for (const [index, donor] of donors.entries()) {
    const own = takeBase(pairs[index]!, direction).length;
    const other = pairs[donor]![of === 'CLEAN' ? 'clean' : 'corrupted'].length;
    if (own === other) continue;
    refuse(
      `Pair ${index} has ${own} tokens and its donor, pair ${donor}, ${other}. A donor's ${of.toLowerCase()} prompt needs as many tokens as the base prompt.`,
    );
  }
}

/**
 * @param on whose prompts are read.
 * @param what has a step for each token.
 * @throws BAD_USER_INPUT for prompts of several lengths.
 */
export function checkOneLength({ pairs }: Pick<Experiment, 'pairs'>, on: RunSide, what: string): void {
  const lengths = pairs.map((pair) => pair[on === 'CLEAN' ? 'clean' : 'corrupted'].length);
  if (new Set(lengths).size === 1) return;
  const message = `The ${on.toLowerCase()} prompts have several lengths, so ${what} has no common positions. Choose one prompt, or pairs of one length.`;
  throw badUserInput([{ path: 'pairs', message }]);
}

/** @throws BAD_USER_INPUT for noise without samples, on no position, or on one that does not exist. */
export function checkNoise(
  { positions, multiple, samples }: EmbeddingNoise,
  pairs: readonly Pick<TokenPair, 'clean' | 'corrupted'>[],
): void {
  const refuse = (message: string): never => {
    throw badUserInput([{ path: 'noise', message }]);
  };
  if (pairs.some((pair) => isUnequal(pair)))
    refuse(
      'The clean and the corrupted prompt of a pair have different lengths. With noise both runs are of the clean prompt, so use pairs of equal length.',
    );
  if (!(multiple > 0 && Number.isFinite(multiple)))
    refuse('The standard deviation of the noise is not a positive number.');
  if (!(Number.isInteger(samples) && samples >= 1)) refuse('Noise needs one sample at least.');
  const isComplete =
    positions.length === pairs.length &&
    positions.every((own, index) => {
      const { length } = pairs[index]!.clean;
      return own.length > 0 && own.every((at) => Number.isInteger(at) && at >= 0 && at < length);
    });
  if (!isComplete)
    refuse(`Noise needs a position, from 0 to the last one, in each of the ${pairs.length} pairs.`);
}

/** @throws BAD_USER_INPUT for a steering vector of the wrong length, or for sites that it cannot be added to. */
export function checkVector(
  { value, sets }: Pick<InterveneRequest, 'value' | 'sets'>,
  { dModel, dHead }: Architecture,
): void {
  if (value.kind !== 'add') return;
  const refuse = (path: string, message: string): never => {
    throw badUserInput([{ path, message }]);
  };
  const sites = sets.flat();
  if (sites.some(({ site, layer }) => site !== value.site || layer !== value.layer))
    refuse(
      'sites',
      'A vector is added at one site of one layer. Name heads and positions of that site only.',
    );
  if (!canAddVector(SITES[value.site].hook))
    refuse('sites', 'A vector is added to RESID_PRE, RESID_MID, RESID_POST, Q, K, V or Z.');
  const wanted = SITES[value.site].activation === null ? dModel : dHead;
  if (value.vector.length !== wanted)
    refuse(
      'vector',
      `The vector has ${value.vector.length} numbers; this site of the model takes ${wanted}.`,
    );
  if (!value.vector.every(Number.isFinite)) refuse('vector', 'The vector has a number that is not finite.');
}

/** @throws BAD_USER_INPUT for a token that the model does not have. */
export function checkToken(token: number, path: string, { dVocab }: Architecture): void {
  if (Number.isInteger(token) && token >= 0 && token < dVocab) return;
  throw badUserInput([
    { path, message: `There is no token ${token}; the model has tokens 0 to ${dVocab - 1}.` },
  ]);
}
