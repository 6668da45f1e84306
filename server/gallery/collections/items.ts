/** The findings and texts of a collection, checked as they are written. */
import { MAX_COLLECTION_ITEMS, MAX_COLLECTION_TEXT, MAX_COLLECTION_TITLE } from '../../../domain/limits';
import type { Actor } from '../../accounts/policy';
import { readableFindings } from '../../accounts/visibility';
import type { Database } from '../../db';
import { badUserInput, isAppError, type InputIssue } from '../../errors';
import { hasVisibleText, textProblem } from '../../text';
import { parseSummary } from '../parse-summary';

/** A finding by its id or slug, or a text in Markdown: one of the two. */
export interface ItemInput {
  readonly finding?: string | null | undefined;
  readonly text?: string | null | undefined;
}

/** An item to store; its place is its index in the list. */
export interface ItemRow {
  readonly index: number;
  readonly findingId: string | null;
  readonly text: string | null;
  readonly textTree: string | null;
}

/** Title and items of a collection, ready to be stored. @throws BAD_USER_INPUT with every issue; findings that the actor may not open are unknown. */
export async function checkContent(
  db: Database,
  actor: Actor,
  written: { readonly title: string; readonly items: readonly ItemInput[] },
): Promise<{ readonly title: string; readonly items: readonly ItemRow[] }> {
  const title = written.title.replaceAll(/\s+/g, ' ').trim();
  const issues = titleIssues(title);
  if (written.items.length > MAX_COLLECTION_ITEMS) {
    const message = `${written.items.length} findings and texts are too many; use up to ${MAX_COLLECTION_ITEMS}.`;
    throw badUserInput([...issues, { path: 'items', message }]);
  }
  const keys = written.items.flatMap(({ finding }) => finding ?? []);
  const findings = await db.finding.findMany({
    where: { OR: [{ id: { in: keys } }, { slug: { in: keys } }], AND: readableFindings(actor) },
    select: { id: true, slug: true },
  });
  const seen = new Set<string>();
  const items: ItemRow[] = [];
  for (const [index, { finding: key = null, text = null }] of written.items.entries()) {
    const path = `items.${index}`;
    if ((key === null) === (text === null)) {
      issues.push({ path, message: 'Give a finding or a text, and not both.' });
    } else if (text !== null) {
      const problems = textIssues(`${path}.text`, text);
      issues.push(...problems);
      const textTree = problems.length > 0 ? null : await parseText(`${path}.text`, text, issues);
      items.push({ index, findingId: null, text: text.trim(), textTree });
    } else {
      const id = findings.find((one) => one.id === key || one.slug === key)?.id;
      if (id === undefined) {
        issues.push({ path: `${path}.finding`, message: `There is no finding '${key}'.` });
      } else if (seen.has(id)) {
        issues.push({ path: `${path}.finding`, message: 'This finding is in the list twice; keep one.' });
      } else {
        seen.add(id);
        items.push({ index, findingId: id, text: null, textTree: null });
      }
    }
  }
  if (issues.length > 0) throw badUserInput(issues);
  return { title, items };
}

function titleIssues(title: string): InputIssue[] {
  const issue = (message: string): InputIssue[] => [{ path: 'title', message }];
  const problem = textProblem(title);
  if (problem !== null) return issue(`The title ${problem}.`);
  if (!hasVisibleText(title)) return issue('The title is empty; write what the collection is about.');
  if (title.length <= MAX_COLLECTION_TITLE) return [];
  return issue(`The title is ${title.length} characters long; use up to ${MAX_COLLECTION_TITLE}.`);
}

function textIssues(path: string, text: string): InputIssue[] {
  const problem = textProblem(text);
  if (problem !== null) return [{ path, message: `The text ${problem}.` }];
  if (!hasVisibleText(text)) return [{ path, message: 'The text is empty; write something, or remove it.' }];
  if (text.length <= MAX_COLLECTION_TEXT) return [];
  const message = `The text is ${text.length} characters long; use up to ${MAX_COLLECTION_TEXT}.`;
  return [{ path, message }];
}

/** The syntax tree as JSON; null when the text cannot be parsed, which is added to `issues`. */
async function parseText(path: string, text: string, issues: InputIssue[]): Promise<string | null> {
  try {
    return JSON.stringify(await parseSummary(text.trim()));
  } catch (error) {
    if (!isAppError(error, 'BAD_USER_INPUT')) throw error;
    issues.push({ path, message: error.message.replace('The summary', 'The text') });
    return null;
  }
}
