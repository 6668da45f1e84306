/** Tags of findings and of runs. */
import { MAX_TAG, MAX_TAGS } from '../domain/limits';
import type { InputIssue } from './errors';

const TAG = new RegExp(`^[\\p{L}\\p{N}][\\p{L}\\p{N}-]{0,${MAX_TAG - 1}}$`, 'u');

/** Tags in lower case, each once. */
export function tidyTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim().toLowerCase()))];
}

/** All problems of tidied tags. */
export function checkTags(tags: readonly string[]): InputIssue[] {
  const issues: InputIssue[] = [];
  if (tags.length > MAX_TAGS) {
    issues.push({ path: 'tags', message: `${tags.length} tags are too many; use up to ${MAX_TAGS}.` });
  }
  tags.forEach((tag, index) => {
    if (TAG.test(tag)) return;
    const message = `'${tag}' cannot be a tag; use up to ${MAX_TAG} letters, digits and hyphens, such as 'ioi' or 'name-movers'.`;
    issues.push({ path: `tags.${index}`, message });
  });
  return issues;
}
