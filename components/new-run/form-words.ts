/** Messages of the API in the words of the form: its fields and sweeps have other names there. */
import { SITES, SWEEP_KINDS } from '../../domain/sites';
import type { FieldIssue } from '../apollo/read-error';

/** Longer names first, so that HEAD_Z_BY_POS is not read as HEAD_Z. */
const KINDS = new RegExp(`\\b(${SWEEP_KINDS.toSorted((a, b) => b.length - a.length).join('|')})\\b`, 'g');

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/ \(wholeAnswers\)/g, ''],
  [/\bLeave stopWhen out\b/g, 'Empty “Stop when the interval is below”'],
  [/, and prependBos adds another one/g, ', and “Put <|endoftext|> first” adds another one'],
  [/\bChoose up to as many with promptSetPairs\b/g, 'Choose fewer pairs'],
  [
    /\bSet leaveOutUnusable to use the other ([\d,]+), or name them in promptSetPairs; `PromptSet\.check` lists the refused ones\./g,
    'Leave the refused ones out to use the other $1.',
  ],
];

/** Rewrites a message. Parts that the form has no other words for stay. */
export function sayInForm(message: string): string {
  const said = WORDS.reduce((text, [name, words]) => text.replaceAll(name, words), message);
  return said.replaceAll(KINDS, (kind) => SITES[kind as keyof typeof SITES].title);
}

/** Rewrites the messages of issues. */
export function sayIssuesInForm<T extends Pick<FieldIssue, 'message'>>(issues: readonly T[]): readonly T[] {
  return issues.map((issue) => ({ ...issue, message: sayInForm(issue.message) }));
}
