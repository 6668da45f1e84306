/** Validation of names that users enter. */
import { badUserInput } from '../errors';

/** Control and format characters, lone surrogates, unassigned code points. */
const INVISIBLE = /\p{C}/u;
/** Visible characters: letters, marks, numbers, punctuation and symbols, except blank fillers. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
/** Letters and symbols without a visible shape. */
const BLANK = /[\u115f\u1160\u2800\u3164\uffa0]/gu;

/**
 * Trims and checks a name.
 *
 * @param path of the input field, for the issue.
 * @throws BAD_USER_INPUT for a name that is empty, too long, or has invisible characters.
 */
export function checkName(path: string, text: string, maxCharacters: number): string {
  const name = text.trim().replaceAll(/\s+/g, ' ');
  const refuse = (message: string): never => {
    throw badUserInput([{ path, message }]);
  };
  if (INVISIBLE.test(name)) refuse('The name has invisible characters. Type it again without them.');
  if (!VISIBLE.test(name.replaceAll(BLANK, ''))) refuse('The name is empty.');
  const { length } = name;
  if (length > maxCharacters)
    refuse(`The name is ${length} characters long; up to ${maxCharacters} are allowed.`);
  return name;
}
