/** Title, summary and tags of a finding: normalised and checked in the same way when published and when edited. */
import { MAX_FINDING_TITLE, MAX_SUMMARY, MIN_FINDING_TITLE } from '../../domain/limits';
import type { InputIssue } from '../errors';
import { checkTags, tidyTags } from '../tags';
import { hasVisibleText, textProblem } from '../text';

export interface FindingText {
  /** One line. */
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  /** Lower case, each once. */
  readonly tags: readonly string[];
}

/** Trims the text, collapses white space in the title, and makes tags lower case and distinct. */
export function tidyFindingText({ title, summary, tags }: FindingText): FindingText {
  return {
    title: title.replaceAll(/\s+/g, ' ').trim(),
    summary: summary.trim(),
    tags: tidyTags(tags),
  };
}

/** All problems of a tidied text. `checkReferences` checks its references against a run. */
export function checkFindingText({ title, summary, tags }: FindingText): InputIssue[] {
  const ofTexts = [...titleProblems(title), ...summaryProblems(summary)].map(([path, message]) => ({
    path: path!,
    message: message!,
  }));
  return [...ofTexts, ...checkTags(tags)];
}

function titleProblems(title: string): string[][] {
  const problem = textProblem(title);
  if (problem !== null) return [['title', `The title ${problem}.`]];
  if (!hasVisibleText(title))
    return [['title', 'The title shows no visible character; write what the run shows.']];
  const length = Array.from(title).length;
  if (length >= MIN_FINDING_TITLE && title.length <= MAX_FINDING_TITLE) return [];
  return [
    ['title', `The title is ${length} characters long; use ${MIN_FINDING_TITLE} to ${MAX_FINDING_TITLE}.`],
  ];
}

function summaryProblems(summary: string): string[][] {
  const problem = textProblem(summary);
  if (problem !== null) return [['summary', `The summary ${problem}.`]];
  if (!hasVisibleText(summary)) {
    return [['summary', 'The summary is empty; write what the run shows, and how sure you are.']];
  }
  if (summary.length <= MAX_SUMMARY) return [];
  return [['summary', `The summary is ${summary.length} characters long; use up to ${MAX_SUMMARY}.`]];
}
