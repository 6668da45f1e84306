/** Every claim in the documentation is one. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseClaim } from './parse';
import { printClaim } from './print';

const page = readFileSync('docs/claims.md', 'utf8');
/** Lines of the blocks, and texts in backticks with a comparison. */
const examples = [
  ...[...page.matchAll(/```claims\n([^`]*)```/g)].flatMap(([, block]) => block!.trim().split('\n')),
  ...[...page.replaceAll(/```[^`]*```/g, '').matchAll(/`([^`\n]+ (?:[<>]=?|=) [^`\n]+)`/g)].map(
    ([, text]) => text!,
  ),
];

it('has examples of every part', () => {
  expect(examples.length).toBeGreaterThan(20);
  expect(page.match(/```claims/g)?.length).toBeGreaterThan(3);
});

it.each(examples)('%s', (example) => {
  expect(parseClaim(printClaim(parseClaim(example)))).toBeTruthy();
});
