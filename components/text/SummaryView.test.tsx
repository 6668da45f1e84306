// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { SummaryView } from './SummaryView';

afterEach(cleanup);

const text = (value: string) => ({ type: 'text', value });
const paragraph = (...children: object[]) => ({ type: 'paragraph', children });

function show(...children: object[]): string {
  const tree = JSON.stringify({ type: 'root', children });
  return render(<SummaryView tree={tree} kinds={['HEAD_Z', 'RESID_PRE']} />).container.firstElementChild!
    .innerHTML;
}

it('links references in text, and not in code or links', () => {
  const html = show(
    paragraph(
      text('See [[L9H6]] and [[L3 p12]], '),
      { type: 'inlineCode', value: '[[L0H0]]' },
      { type: 'link', url: 'https://example.com/', title: null, children: [text('[[L1H1]]')] },
    ),
  );
  const links = [...html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>([^<]*)</g)].map(([, href, label]) => [
    href,
    label,
  ]);
  expect(links).toEqual([
    ['?cell=HEAD_Z:9:6', 'L9H6'],
    ['?cell=RESID_PRE:3:12', 'L3 p12'],
    ['https://example.com/', '[[L1H1]]'],
  ]);
  expect(html).toContain('<code>[[L0H0]]</code>');
  expect(html).toMatch(/rel="noopener noreferrer nofollow ugc"[^>]*>\[\[L1H1\]\]|nofollow/);
});

it('begins headings below the page, and shows lists, quotes, code and tables', () => {
  const html = show(
    { type: 'heading', depth: 1, children: [text('One')] },
    { type: 'heading', depth: 6, children: [text('Six')] },
    {
      type: 'list',
      ordered: true,
      start: 3,
      spread: false,
      children: [{ type: 'listItem', checked: null, spread: false, children: [paragraph(text('item'))] }],
    },
    { type: 'blockquote', children: [paragraph(text('quote'))] },
    { type: 'code', value: 'a < b', lang: null },
    {
      type: 'table',
      align: ['right', null],
      children: [
        { type: 'tableRow', children: [{ type: 'tableCell', children: [text('h')] }] },
        { type: 'tableRow', children: [{ type: 'tableCell', children: [text('d')] }] },
      ],
    },
    { type: 'break' },
    { type: 'thematicBreak' },
    { type: 'something newer', children: [text('its text')] },
  );
  expect(html).toContain('<h2>One</h2><h6>Six</h6><ol start="3"><li> item</li></ol>');
  expect(html).toContain('<blockquote><p>quote</p></blockquote>');
  expect(html).toContain('<code>a &lt; b</code>');
  expect(html).toContain('<th style="text-align: right;">h</th>');
  expect(html).toContain('<br><hr>its text');
});

it('never makes markup of text', () => {
  expect(show(paragraph(text('<img src=x onerror=alert(1)>')))).toBe(
    '<p>&lt;img src=x onerror=alert(1)&gt;</p>',
  );
});

describe('a formula', () => {
  const formula = (parts: object) => ({
    type: 'inlineCode',
    value: '$x < [[L9H6]]$',
    formula: { tex: 'x < [[L9H6]]', isDisplay: false, mathml: null, problem: null, ...parts },
  });
  const mi = (attributes: object, ...children: unknown[]) => ({ name: 'mi', attributes, children });

  it('is MathML with its source as text, and no references', () => {
    const mathml = { name: 'mrow', children: [mi({ mathvariant: 'normal', class: 'math-left' }, 'x')] };
    expect(show(formula({ mathml }))).toBe(
      '<math display="inline" alttext="x < [[L9H6]]"><semantics><mrow><mi mathvariant="normal" class="math-left">x</mi></mrow>' +
        '<annotation encoding="application/x-tex">x &lt; [[L9H6]]</annotation></semantics></math>',
    );
  });

  it('on a line of its own scrolls there and can be focused', () => {
    const html = show(formula({ isDisplay: true, mathml: mi({}, 'x') }));
    expect(html).toMatch(
      /^<span class="[^"]*display[^"]*" role="group" aria-label="Formula" tabindex="0"><math display="block"/,
    );
  });

  it('has no element and no attribute that does more than draw', () => {
    const href = mi(
      { href: 'javascript:a', onclick: 'a', style: 'color: red', id: 'a', 'xlink:href': 'a' },
      'x',
    );
    const script = { name: 'script', children: ['alert(1)'] };
    const html = show(
      formula({ mathml: { name: 'maction', attributes: { src: 'a' }, children: [href, script] } }),
    );
    expect(html).toContain('<semantics><mrow><mi>x</mi><mrow>alert(1)</mrow></mrow>');
  });

  it('with a mistake is its source and the reason', () => {
    const html = show(paragraph(formula({ problem: 'A brace is missing.' })));
    expect(html).toMatch(
      /^<p><code>\$x &lt; \[\[L9H6\]\]\$<\/code><span[^>]*> \(A brace is missing\.\)<\/span><\/p>$/,
    );
  });
});
