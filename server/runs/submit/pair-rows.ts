/** Rows of the prompt pairs of a run. */
import { DEFAULT_RULE } from '../../../domain/experiment';
import type { PairRole } from '../../../domain/roles';
import type { RunInput, Validation } from './validate';
import { listAnswers, type Side } from './validate-answers';
import type { Token } from './validate-pairs';
import { readWholeAnswers } from './validate-whole-answers';

/** The rows of the pairs of a valid input, in their order; their ids and batches come with the run. */
export function createPairRows(input: RunInput, checked: Validation) {
  return input.pairs.map((pair, index) => {
    const tokens = checked.pairs[index]!;
    const texts = listAnswers(pair, '');
    /** The tokens of a side with the texts that were given; of an answer that is read as a whole, its first token. */
    const answer = (wanted: Side): readonly Token[] => {
      const ofSide = texts.filter(({ side }) => side === wanted);
      return ofSide.map(({ text }, at) => ({ id: tokens[wanted][at]!.id, text }));
    };
    const [correct, incorrect] = [answer('correct'), answer('incorrect')];
    const whole = readWholeAnswers(tokens, texts);
    return {
      index,
      clean: pair.clean,
      corrupted: pair.corrupted,
      correct: correct[0]!.text,
      incorrect: incorrect[0]!.text,
      cleanTokens: JSON.stringify(tokens.clean),
      corruptedTokens: JSON.stringify(tokens.corrupted),
      correctTokenId: correct[0]!.id,
      incorrectTokenId: incorrect[0]!.id,
      correctSet: encodeSet(correct),
      incorrectSet: encodeSet(incorrect),
      correctWhole: whole && JSON.stringify(tokens.correct),
      incorrectWhole: whole && JSON.stringify(tokens.incorrect),
      rule: pair.rule ?? DEFAULT_RULE,
      roles: pair.roles && pair.roles.length > 0 ? encodeRoles(pair.roles) : null,
      alignment: tokens.alignment && JSON.stringify(tokens.alignment),
    };
  });
}

/** Null for one token. */
function encodeSet(tokens: readonly Token[]): string | null {
  return tokens.length > 1 ? JSON.stringify(tokens) : null;
}

function encodeRoles(roles: readonly PairRole[]): string {
  return JSON.stringify(
    roles.map(({ name, cleanPositions, corruptedPositions }) => ({
      name,
      cleanPositions,
      corruptedPositions,
    })),
  );
}
