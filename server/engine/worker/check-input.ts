/** Checks requests against the model. Services check the same earlier, with messages for the form. */
import { countCells } from '../../../domain/cell';
import { listAnswerTokens } from '../../../domain/experiment';
import { SITES } from '../../../domain/sites';
import { badUserInput } from '../../errors';
import type { Architecture } from '../models/architecture';
import { canAddVector } from '../patching/value-runs';
import type { AttentionRequest, SweepKind, TokenPair } from '../api';
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

/** @param length required tokens of both prompts. @throws BAD_USER_INPUT */
export function checkPair(pair: TokenPair, index: number, length: number, architecture: Architecture): void {
  const path = `pairs.${index}`;
  checkPrompt(pair.clean, `${path}.clean`, architecture);
  checkPrompt(pair.corrupted, `${path}.corrupted`, architecture);
  checkAnswers(pair, path, architecture);
  if (pair.clean.length === length && pair.corrupted.length === length) return;
  const message = `Prompts of ${pair.clean.length} and ${pair.corrupted.length} tokens; all must have ${length}.`;
  throw badUserInput([{ path, message }]);
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

/** @throws BAD_USER_INPUT for a layer, head or position that does not exist. @param path of the field, for messages. */
export function checkSites(
  sites: readonly PatchedSite[],
  path: string,
  { layers, heads }: Architecture,
  length: number,
): void {
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

/** @throws BAD_USER_INPUT for donors that are not one existing pair for each pair. */
export function checkDonors(value: PatchValue, pairs: number): void {
  if (value.kind !== 'resample') return;
  const { donors } = value;
  const isPair = (donor: number): boolean => Number.isInteger(donor) && donor >= 0 && donor < pairs;
  if (donors.length === pairs && donors.every(isPair)) return;
  const message = `The donors are ${donors.join(', ')}; give one pair, 0 to ${pairs - 1}, for each of the ${pairs} pairs.`;
  throw badUserInput([{ path: 'donors', message }]);
}

/** @throws BAD_USER_INPUT for noise without samples, on no position, or on one that does not exist. */
export function checkNoise(
  { positions, multiple, samples }: EmbeddingNoise,
  pairs: number,
  length: number,
): void {
  const refuse = (message: string): never => {
    throw badUserInput([{ path: 'noise', message }]);
  };
  if (!(multiple > 0 && Number.isFinite(multiple)))
    refuse('The standard deviation of the noise is not a positive number.');
  if (!(Number.isInteger(samples) && samples >= 1)) refuse('Noise needs one sample at least.');
  const isPosition = (at: number): boolean => Number.isInteger(at) && at >= 0 && at < length;
  const isComplete =
    positions.length === pairs && positions.every((own) => own.length > 0 && own.every(isPosition));
  if (!isComplete) refuse(`Noise needs a position, 0 to ${length - 1}, in each of the ${pairs} pairs.`);
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
