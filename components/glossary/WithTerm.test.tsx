// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { MantineProvider } from '@mantine/core';
import { afterEach, expect, it, vi } from 'vitest';
import { WithTerm } from './WithTerm';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** The text, with the term in brackets and its entry. */
function show(text: string): string {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  const { container } = render(
    <MantineProvider env="test">
      <p>
        <WithTerm text={text} />
      </p>
    </MantineProvider>,
  );
  const paragraph = container.querySelector('p')!;
  for (const link of paragraph.querySelectorAll('a'))
    link.textContent = `[${link.textContent}${link.getAttribute('href')!.replace('/learn/glossary', '')}]`;
  return paragraph.textContent;
}

it.each([
  ['recovery', '[recovery#recovery]'],
  ['logit difference (logits)', '[logit difference#logit-difference-ld] (logits)'],
  ['z of one head, all positions', '[z#q-k-v-z] of one head, all positions'],
  ['pattern of one head', '[pattern#pattern] of one head'],
  ['resid_pre of one layer at one position', '[resid_pre#residual-stream] of one layer at one position'],
  ['t over prompts', 't over prompts'],
])('explains the first known word of “%s”', (text, expected) => {
  expect(show(text)).toBe(expected);
});
