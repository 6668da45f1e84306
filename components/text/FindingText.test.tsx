// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { SweepKind } from '../generated/graphql';
import { FindingText } from './FindingText';

afterEach(cleanup);

const ALL: readonly SweepKind[] = ['RESID_PRE', 'HEAD_Z', 'HEAD_Z_BY_POS'];
const show = (text: string, kinds = ALL) => render(<FindingText text={text} kinds={kinds} />).container;
const links = (text: string, kinds = ALL) =>
  [...show(text, kinds).querySelectorAll('a')].map(
    (link) => `${link.textContent} ${link.getAttribute('href')}`,
  );

describe('references', () => {
  it('link heads, layers and positions', () => {
    expect(links('[[L9H6]] reads **[[l3 p12]]** after [[L0]], [[L9H6 p14]].')).toEqual([
      'L9H6 ?cell=HEAD_Z:9:6',
      'L3 p12 ?cell=RESID_PRE:3:12',
      'L0 ?cell=RESID_PRE:0:0',
      'L9H6 p14 ?cell=HEAD_Z_BY_POS:9:6:14',
    ]);
  });

  it('point into a sweep that the run has', () => {
    expect(links('[[L9H6]] [[L3 p12]]', ['HEAD_K', 'MLP_OUT'])).toEqual([
      'L9H6 ?cell=HEAD_K:9:6',
      'L3 p12 ?cell=MLP_OUT:3:12',
    ]);
    expect(links('[[L9H6]]', ['RESID_PRE'])).toEqual([]);
  });

  it('leave code and everything else alone', () => {
    for (const text of [
      '`[[L9H6]]`',
      '```\n[[L9H6]]\n```',
      '[[name]]',
      'L9H9',
      '[[L9999H1]]',
      '[[L9H6p14]]',
    ]) {
      expect(links(text), text).toEqual([]);
    }
  });
});

describe('Markdown', () => {
  it('loads nothing: images are links or text', () => {
    const container = show(
      '![a plot](https://example.com/t.png) ![local](/x.png) ![](//example.com/t.png)\n\n![r][1]\n\n[1]: http://example.com/r.png',
    );
    expect(container.querySelectorAll('img, picture, iframe, video, object')).toHaveLength(0);
    expect(screen.getByRole('link', { name: 'a plot' }).getAttribute('rel')).toContain('nofollow');
    expect(screen.getByText('local').tagName).toBe('SPAN');
    expect(screen.getByRole('link', { name: 'r' })).toBeTruthy();
  });

  it('has no raw HTML, and no address that runs a script', () => {
    const container = show(
      '<b onclick="x()">bold</b> <script>x()</script> [a](javascript:x()) [b](//evil.example)',
    );
    expect(container.querySelectorAll('script, b')).toHaveLength(0);
    expect(container.innerHTML).not.toContain('javascript:');
    expect(screen.getByRole('link', { name: 'b' }).getAttribute('rel')).toContain('noopener');
  });

  it('begins its headings below the title of the page', () => {
    const container = show('# One\n\n## Two\n\n###### Six');
    expect([...container.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) => tagName)).toEqual([
      'H2',
      'H3',
      'H6',
    ]);
  });
});
