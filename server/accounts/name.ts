/** Names that people give: to themselves, to their tokens. */
import { badUserInput } from '../errors';

/** Control and format characters, lone surrogates, unassigned code points. */
const INVISIBLE = /\p{C}/u;
/** What is drawn: a letter, mark, number, punctuation or symbol that is no blank filler. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
/** Letters and symbols that are drawn as nothing. */
const BLANK = /[\u115f\u1160\u2800\u3164\uffa0]/gu;

/**
 * A name without the spaces around it.
 *
 * @param path of the input field, for the issue.
 * @throws BAD_USER_INPUT for one that is empty, too long, or has characters that cannot be seen.
 */
export function checkName(path: string, text: string, maxCharacters: number): string {
  const name = text.trim().replaceAll(/\s+/g, ' ');
  const refuse = (message: string): never => {
    throw badUserInput([{ path, message }]);
  };
  if (INVISIBLE.test(name))
    refuse('The name has characters that cannot be seen. Type it again without them.');
  if (!VISIBLE.test(name.replaceAll(BLANK, ''))) refuse('The name is empty.');
  const { length } = name;
  if (length > maxCharacters)
    refuse(`The name is ${length} characters long; up to ${maxCharacters} are allowed.`);
  return name;
}
