import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServices, type TestServices } from '../testing/test-services';
import { parseSummary, readSummaryTree } from './parse-summary';
import type { SummaryNode } from './summary-tree';

const blocks = async (markdown: string): Promise<readonly SummaryNode[]> =>
  (await parseSummary(markdown)).children;
/** What is in the only paragraph. */
const inline = async (markdown: string): Promise<unknown> => {
  const [paragraph, ...rest] = await blocks(markdown);
  expect(rest).toEqual([]);
  return (paragraph as { children: unknown }).children;
};
const text = (value: string) => ({ type: 'text', value });
const linkTo = (url: string, ...children: object[]) => ({ type: 'link', url, title: null, children });

describe('a summary', () => {
  it('keeps what is shown, and no positions', async () => {
    expect(
      await blocks('# A *b*\n\n- [x] c `d`\n\n> e\n\n|f|g|\n|-|:-:|\n|1|2|\n\n```py\nh\n```\n\n---'),
    ).toEqual([
      { type: 'heading', depth: 1, children: [text('A '), { type: 'emphasis', children: [text('b')] }] },
      {
        type: 'list',
        ordered: false,
        start: null,
        spread: false,
        children: [
          {
            type: 'listItem',
            checked: true,
            spread: false,
            children: [{ type: 'paragraph', children: [text('c '), { type: 'inlineCode', value: 'd' }] }],
          },
        ],
      },
      { type: 'blockquote', children: [{ type: 'paragraph', children: [text('e')] }] },
      {
        type: 'table',
        align: [null, 'center'],
        children: [
          {
            type: 'tableRow',
            children: ['f', 'g'].map((cell) => ({ type: 'tableCell', children: [text(cell)] })),
          },
          {
            type: 'tableRow',
            children: ['1', '2'].map((cell) => ({ type: 'tableCell', children: [text(cell)] })),
          },
        ],
      },
      { type: 'code', value: 'h', lang: 'py' },
      { type: 'thematicBreak' },
    ]);
  });

  it('keeps references to cells as they were written', async () => {
    expect(await inline('See [[L9H9 p12]].')).toEqual([text('See [[L9H9 p12]].')]);
  });

  it('has no images and no HTML', async () => {
    expect(await inline('![who](http://evil.example/t.png?a)')).toEqual([
      linkTo('http://evil.example/t.png?a', text('who')),
    ]);
    expect(await inline('![](//evil.example/t.png)')).toEqual([text('image')]);
    expect(await inline('![a][b]\n\n[b]: data:image/png;base64,AA')).toEqual([text('a')]);
    expect(await inline('a <img src=x onerror=alert(1)> b')).toEqual([text('a '), text(' b')]);
    expect(await blocks('<script>alert(1)</script>')).toEqual([]);
  });

  it.each([
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'data:text/html,a',
    'vbscript:a',
    '//evil.example',
    '/\\\\evil.example',
    'java&#10;script:a',
    'file:///etc',
  ])('has no link to %s', async (url) => {
    expect(await inline(`[a](<${url}>)`)).toEqual([text('a')]);
  });

  it.each([
    'https://a.example',
    'http://a.example',
    'mailto:a@b.example',
    '/findings/a',
    '?cell=HEAD_Z:9:6',
    '#a',
    'b/c',
  ])('may link to %s', async (url) => {
    expect(await inline(`[a](${url})`)).toEqual([linkTo(url, text('a'))]);
  });
});

describe('formulas', () => {
  const formula = (tex: string, mathml: object | null, problem: unknown) => ({
    type: 'inlineCode',
    value: `$${tex}$`,
    formula: { tex, isDisplay: false, mathml, problem },
  });

  it('are MathML; their mistakes do not refuse the text', async () => {
    expect(await inline('Of $x$, $\\nothing$.')).toEqual([
      text('Of '),
      formula('x', { name: 'mi', children: ['x'] }, null),
      text(', '),
      formula('\\nothing', null, expect.stringContaining('Unsupported function name: \\nothing')),
      text('.'),
    ]);
  });

  it('may be too many; the rest shows its source', async () => {
    const tree = JSON.stringify(await parseSummary('$a+b+c+d+e+f+g+h+i+j$ '.repeat(800)));
    expect(tree).toContain('The formulas of this text have too many parts');
    expect(tree.length).toBeLessThan(400_000);
  });

  it('of the catalogue are up to date', async () => {
    const { markdown, tree } = JSON.parse(readFileSync('components/text/example-text.json', 'utf8'));
    expect(await parseSummary(markdown)).toEqual(tree);
  });
});

describe('a summary that would stop its page', () => {
  it.each([
    ['deep quotes', '>'.repeat(20_000), /too long to parse|levels deep/],
    [
      'deep lists',
      Array.from({ length: 190 }, (_, depth) => `${' '.repeat(depth)}- a`)
        .join('\n')
        .slice(0, 19_900),
      /levels deep|too long/,
    ],
    ['deep emphasis', `${'*a **b '.repeat(1400)}${'c** d*'.repeat(1400)}`, /levels deep|parts|too long/],
    ['many parts', '`a` '.repeat(4900), /5000 parts|too long/],
  ])('is refused with what to do: %s', async (_name, markdown, message) => {
    await expect(parseSummary(markdown)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(message),
      details: { issues: [{ path: 'summary' }] },
    });
    // The next one is read as ever.
    expect(await inline('a')).toEqual([text('a')]);
  });

  it.each([
    [
      'footnotes',
      Array.from({ length: 900 }, (_, at) => `[^${at}]\n\n[^${at}]: a`)
        .join('\n\n')
        .slice(0, 20_000),
    ],
    ['tildes', '~~a'.repeat(6600)],
    [
      'references',
      `${Array.from({ length: 1200 }, (_, at) => `[${at}]: /a`).join('\n')}\n\n${'[1] '.repeat(1200)}`.slice(
        0,
        20_000,
      ),
    ],
    ['dollar signs', '$'.repeat(20_000)],
    ['openings of formulas', '$a '.repeat(6600)],
    ['openings of displayed formulas', '$$ $a '.repeat(3300)],
    ['lines of dollar signs', '$$\n'.repeat(6600)],
    ['quoted formulas', `${'> '.repeat(10)}$$\n`.repeat(800)],
    ['formulas of many parts', `$${'\\overbrace{x}^{y}'.repeat(110)}$ `.repeat(10)],
    ['brackets', '['.repeat(20_000)],
    [
      'backticks',
      Array.from({ length: 190 }, (_, at) => '`'.repeat(at))
        .join(' ')
        .slice(0, 20_000),
    ],
  ])('is read in time or refused: %s', async (_name, markdown) => {
    const outcome = await parseSummary(markdown).catch((error: unknown) => error);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'BAD_USER_INPUT' });
    else expect(JSON.stringify(outcome).length).toBeLessThan(1_000_000);
  });
});

describe('of a finding that has no tree', () => {
  let services: TestServices;
  beforeAll(async () => {
    services = await createTestServices();
  });
  afterAll(() => services.dispose());

  async function createFinding(summary: string): Promise<{ id: string; summary: string; summaryTree: null }> {
    const id = `f${Math.floor(await services.db.finding.count())}`;
    const owner = { connectOrCreate: { where: { id: 'ann' }, create: { id: 'ann', name: 'Ann' } } };
    const model = {
      connectOrCreate: {
        where: { id: 'fake' },
        create: { id: 'fake', layers: 1, heads: 1, dModel: 1, dVocab: 1, context: 1, parameters: 1 },
      },
    };
    const run = {
      direction: 'DENOISING',
      prependBos: true,
      kinds: '[]',
      contentHash: '',
      status: 'SUCCEEDED',
    };
    await services.db.finding.create({
      data: {
        id,
        slug: id,
        title: id,
        summary,
        card: '{}',
        text: '',
        owner,
        run: { create: { id, ...run, owner, model } },
      },
    });
    return { id, summary, summaryTree: null };
  }
  const stored = async (id: string) =>
    (await services.db.finding.findUniqueOrThrow({ where: { id } })).summaryTree;

  it('one is made and kept', async () => {
    const finding = await createFinding('*a*');
    const tree = await readSummaryTree(services, finding);
    expect(tree.children).toEqual([
      { type: 'paragraph', children: [{ type: 'emphasis', children: [text('a')] }] },
    ]);
    expect(JSON.parse((await stored(finding.id))!)).toEqual(tree);
    expect(await readSummaryTree(services, { ...finding, summaryTree: JSON.stringify(tree) })).toEqual(tree);
  });

  it('the text is shown as it is when it cannot be read', async () => {
    const finding = await createFinding(`${'>'.repeat(10_000)}a\n\nb`);
    const tree = await readSummaryTree(services, finding);
    expect(tree.children).toEqual([
      { type: 'paragraph', children: [text(`${'>'.repeat(10_000)}a`)] },
      { type: 'paragraph', children: [text('b')] },
    ]);
    expect(await stored(finding.id)).not.toBeNull();
  });
});
