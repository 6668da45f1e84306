/** Checks of the prompt pairs of a run's file: what an experiment of this server would have to fulfil. */
import { explainAlignment, UNEQUAL_PATTERNS } from '../../../domain/alignment';
import { isPositionAxis } from '../../../domain/cell';
import { addEnd, isSameRole } from '../../../domain/roles';
import { countSharedTokens } from '../../../domain/whole-answers';
import { SITES } from '../../../domain/sites';
import { differingPositions as listDiffering, readPositions } from '../submit/validate-alignment';
import { findRoleIssues } from '../submit/validate-roles';
import { hasOneLength } from './file-extent';
import { checkTags } from '../../tags';
import { hasVisibleText, textProblem } from '../../text';
import type { InputIssue } from '../../errors';
import type { FilePair, RunFile } from './run-file';

/** All problems of the pairs, and of the texts of the run. */
export function checkPairs(file: RunFile): InputIssue[] {
  const { pairs, modelSizes, title, notes, tags } = file;
  const issues: InputIssue[] = [];
  const text = (path: string, value: string): void => {
    const problem = textProblem(value);
    if (problem !== null) issues.push({ path, message: `The text ${problem}.` });
  };
  text('title', title);
  if (!hasVisibleText(title)) issues.push({ path: 'title', message: 'The title is empty.' });
  text('notes', notes ?? '');
  issues.push(...checkTags(tags ?? []));
  issues.push(...checkLengths(file));
  pairs.forEach((pair, at) => {
    const path = `pairs.${at}`;
    if (pair.index !== at) {
      issues.push({
        path: `${path}.index`,
        message: `The index is ${pair.index}; the pair is number ${at}.`,
      });
    }
    for (const field of ['clean', 'corrupted', 'correct', 'incorrect'] as const) {
      text(`${path}.${field}`, pair[field]);
    }
    for (const field of ['cleanTokens', 'corruptedTokens'] as const) {
      pair[field].forEach((token, position) => {
        checkToken(token.id, `${path}.${field}.${position}.id`);
        text(`${path}.${field}.${position}.text`, token.text);
      });
    }
    issues.push(...checkAnswers(pair, path), ...checkDifference(pair, path));
    issues.push(...checkRoles(pair, file.roles ?? [], path));
    for (const side of ['correct', 'incorrect'] as const)
      pair.whole?.[side].forEach(({ id, text: own }, one) => {
        checkToken(id, `${path}.whole.${side}.${one}.id`);
        text(`${path}.whole.${side}.${one}.text`, own);
      });
    for (const field of ['correctTokens', 'incorrectTokens'] as const) {
      pair[field].forEach(({ id }, one) => checkToken(id, `${path}.${field}.${one}.id`));
    }
  });
  return issues;

  function checkToken(id: number, path: string): void {
    if (id < modelSizes.dVocab) return;
    issues.push({ path, message: `There is no token ${id}; the vocabulary has ${modelSizes.dVocab}.` });
  }
}

/** Prompts of one length, or of several where no position is named by its index. */
function checkLengths(file: RunFile): InputIssue[] {
  const { pairs, modelSizes, prependBos, roles = [], sweepKinds } = file;
  const issues = pairs.flatMap(({ cleanTokens, corruptedTokens, alignment }, at): InputIssue[] => {
    const path = `pairs.${at}.corruptedTokens`;
    const [length, other] = [cleanTokens.length, corruptedTokens.length];
    const longest = Math.max(length, other);
    if (longest > modelSizes.context) {
      const message = `The prompts are ${longest} tokens long; the model reads at most ${modelSizes.context}.`;
      return [{ path, message }];
    }
    if (length === other) {
      if (!alignment) return [];
      const message = 'Prompts with the same number of tokens have no alignment.';
      return [{ path: `pairs.${at}.alignment`, message }];
    }
    const problem = alignment
      ? explainAlignment(readPositions(alignment), length, other, prependBos)
      : `There are ${other} tokens; the clean prompt has ${length}. Such prompts need an alignment.`;
    return problem === null ? [] : [{ path: `pairs.${at}.alignment`, message: problem }];
  });
  const isByIndex = sweepKinds.some((kind) => SITES[kind].axes.some((axis) => isPositionAxis(axis)));
  const isUnequal = pairs.some(({ alignment }) => alignment);
  if (isUnequal && sweepKinds.some((kind) => SITES[kind].activation === 'pattern'))
    issues.push({ path: 'sweepKinds', message: `Attention patterns: ${UNEQUAL_PATTERNS}` });
  if (issues.length > 0 || roles.length > 0 || !isByIndex || hasOneLength(file)) return issues;
  const message =
    'The base prompts have several lengths, but sweeps name positions by index. Name the roles of positions.';
  return [{ path: 'pairs', message }];
}

/** Roles as an experiment takes them; the roles of the axes are those of every pair. */
function checkRoles(pair: FilePair, names: readonly string[], path: string): InputIssue[] {
  const { roles = [], cleanTokens, corruptedTokens } = pair;
  const issues = [...findRoleIssues(roles, { clean: cleanTokens, corrupted: corruptedTokens }, path)];
  const own = addEnd(roles, cleanTokens.length, corruptedTokens.length);
  for (const name of names) {
    if (own.some((role) => isSameRole(role.name, name))) continue;
    issues.push({
      path: `${path}.roles`,
      message: `The pair has no role ${name}, which is a step of the axes.`,
    });
  }
  return issues;
}

/** Answers: one token, or a set with its texts, and no token on both sides; or whole ones. */
function checkAnswers(pair: FilePair, path: string): InputIssue[] {
  const issues = checkWholeAnswers(pair, path);
  for (const side of ['correct', 'incorrect'] as const) {
    const tokens = pair[`${side}Tokens`];
    const texts = pair[`${side}Set`];
    const first = pair[`${side}Token`];
    if (tokens.length !== (texts?.length ?? 1)) {
      const message = `There are ${tokens.length} tokens for ${texts?.length ?? 1} answers.`;
      issues.push({ path: `${path}.${side}Tokens`, message });
    }
    if (texts && texts[0] !== pair[side]) {
      issues.push({ path: `${path}.${side}`, message: `It is not the first answer of ${side}Set.` });
    }
    if (first && first.id !== tokens[0]!.id) {
      issues.push({ path: `${path}.${side}Token`, message: `It is not the first of ${side}Tokens.` });
    }
    if (new Set(tokens.map(({ id }) => id)).size < tokens.length) {
      issues.push({ path: `${path}.${side}Tokens`, message: 'A token is given twice. Give it once.' });
    }
  }
  const correct = new Set(pair.correctTokens.map(({ id }) => id));
  // Answers that are read as a whole may have the same first token.
  if (!pair.whole && pair.incorrectTokens.some(({ id }) => correct.has(id))) {
    issues.push({ path: `${path}.incorrectTokens`, message: 'A correct token is among the incorrect ones.' });
  }
  return issues;
}

/** Answers that are read as a whole: one of several tokens, and neither begins with the other. */
function checkWholeAnswers(pair: FilePair, path: string): InputIssue[] {
  const { whole, correctSet, incorrectSet } = pair;
  if (!whole) return [];
  if (correctSet || incorrectSet)
    return [{ path: `${path}.whole`, message: 'A set is not read as a whole. Leave one of the two out.' }];
  for (const side of ['correct', 'incorrect'] as const)
    if (whole[side][0]!.id !== pair[`${side}Tokens`][0]!.id) {
      const message = `The first token is not that of ${side}Tokens.`;
      return [{ path: `${path}.whole.${side}`, message }];
    }
  const [correct, incorrect] = [whole.correct, whole.incorrect].map((tokens) => tokens.map(({ id }) => id));
  if (correct!.length === 1 && incorrect!.length === 1)
    return [{ path: `${path}.whole`, message: 'Both answers are one token. Leave it out.' }];
  const shared = countSharedTokens({ correct: correct!, incorrect: incorrect! });
  if (shared < Math.min(correct!.length, incorrect!.length)) return [];
  return [{ path: `${path}.whole`, message: 'One answer begins with the other, or both are the same.' }];
}

function checkDifference(
  { cleanTokens, corruptedTokens, alignment, differingPositions }: FilePair,
  path: string,
): InputIssue[] {
  const own = listDiffering({
    clean: cleanTokens,
    corrupted: corruptedTokens,
    alignment: alignment ? readPositions(alignment) : null,
  });
  if (own.length === 0 && cleanTokens.length === corruptedTokens.length) {
    const message = 'Both prompts have the same tokens, so that nothing was patched.';
    return [{ path: `${path}.corruptedTokens`, message }];
  }
  if (!differingPositions || differingPositions.join() === own.join()) return [];
  return [{ path: `${path}.differingPositions`, message: `The tokens differ at ${own.join(', ')}.` }];
}
