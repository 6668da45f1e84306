/** Checks of plain texts and Markdown that users write about findings. */
import { badUserInput, type InputIssue } from '../errors';
import { hasVisibleText, textProblem } from '../text';

/** What is wrong with a text. @param path of the input field. @param name as in `The comment`. */
export function textIssues(path: string, name: string, text: string, most: number): InputIssue[] {
  const problem = textProblem(text);
  if (problem !== null) return [{ path, message: `${name} ${problem}.` }];
  if (!hasVisibleText(text)) return [{ path, message: `${name} is empty; write something.` }];
  if (text.length <= most) return [];
  return [{ path, message: `${name} is ${text.length} characters long; use up to ${most}.` }];
}

/** The trimmed text. @throws BAD_USER_INPUT */
export function checkText(path: string, name: string, text: string, most: number): string {
  const issues = textIssues(path, name, text, most);
  if (issues.length > 0) throw badUserInput(issues);
  return text.trim();
}
