/**
 * Mentions in a comment: `@[Name](user id)`. Names are not unique, so the id decides who is meant; the name is for people who read
 * the Markdown, and a comment is shown with the present name.
 */

/** The characters of a user's id. */
const USER_ID = /^[\w-]{1,64}$/;

/** Whether a text has the form of a user's id. */
export function isUserId(text: string): boolean {
  return USER_ID.test(text);
}

/** The Markdown of a mention. Characters that have a meaning in Markdown are escaped. */
export function formatMention(name: string, userId: string): string {
  return `@[${name.replaceAll(/[\\`*_[\]<>&!~|]/g, String.raw`\$&`)}](${userId})`;
}

/** What is being typed after an `@` at the end of a text; null when no mention is being typed. */
export function readMentionPrefix(
  beforeCaret: string,
): { readonly start: number; readonly name: string } | null {
  const match = /(?:^|[\s(])@([\p{L}\p{N}][\p{L}\p{N} ._'-]{0,40})?$/u.exec(beforeCaret);
  if (!match) return null;
  const name = match[1] ?? '';
  return { start: beforeCaret.length - name.length - 1, name };
}
