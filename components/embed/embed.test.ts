// @vitest-environment jsdom
import { existsSync } from 'node:fs';
import { COLOURS } from '../site/design-tokens';
import { describe, expect, it } from 'vitest';
import { encodeFloats } from '../testing/sample-run';
import { cardFigure, type EmbeddedFinding } from './card-figure';
import { embedCode, readFindingAddress } from './embed-code';
import { embedPage } from './embed-page';
import { keepLatin } from './keep-latin';
import { describeEmbed } from './oembed';

const ORIGIN = 'https://patchbay.example';
const token = (text: string, id: number) => ({ __typename: 'Token' as const, id, text });
const finding = {
  id: 'f',
  slug: 'name-movers',
  title: '<script>alert(1)</script> & "heads"',
  createdAt: '2026-11-25T10:00:00.000Z',
  version: 2,
  newestVersion: 2,
  withdrawnAt: null,
  author: { id: 'u', name: '"><img src=x onerror=alert(1)>' },
  modelId: 'gpt2',
  card: {
    kind: 'RESID_PRE',
    shape: [2, 3],
    picture: encodeFloats([0, 0.5, 1, NaN, -0.25, 1]),
    directions: ['DENOISING'],
    prompt: 'x',
    clean: [token('<|endoftext|>', 0), token(' </svg><script>', 1), token(' to', 2)],
    corrupted: [token('<|endoftext|>', 0), token(' John', 3), token(' to', 2)],
    differingPositions: [1],
    alignment: null,
    baseline: { pairs: 2, verdict: 'OK' },
  },
  claims: [{ id: 'c', text: 'z[9.9] > 0.2', verdicts: [{ runId: 'r', verdict: 'SUPPORTED' }] }],
  run: { id: 'r', roles: [], imported: null, provenance: null },
} as unknown as EmbeddedFinding;

const page = (changes: object = {}): Document =>
  new DOMParser().parseFromString(embedPage({ ...finding, ...changes }, ORIGIN), 'text/html');

it('shows figure, title, claims and a link, and nothing that runs', () => {
  const document = page();
  expect(document.querySelector('h1')!.textContent).toBe(finding.title);
  expect(document.querySelector('li')!.textContent).toBe('z[9.9] > 0.2: ✓ supported');
  expect(document.querySelectorAll('script, img, iframe, object, form, foreignObject')).toHaveLength(0);
  for (const element of document.querySelectorAll('*')) {
    for (const { name } of element.attributes) expect(name).not.toMatch(/^on/);
  }
  for (const link of document.querySelectorAll('a')) {
    expect(link.getAttribute('href')).toBe(`${ORIGIN}/findings/name-movers@2`);
    expect(link.getAttribute('rel')).toBe('noopener');
  }
  expect(document.querySelector('svg text')!.textContent).toBe('Residual stream');
  for (const svg of document.querySelectorAll('svg'))
    expect(
      [...svg.querySelectorAll('text')].filter((one) => one.textContent === 'Residual stream'),
    ).toHaveLength(1);
  expect(document.querySelector('svg')!.textContent).toContain('</svg>');
  expect(page({ run: { ...finding.run, imported: { at: '' } } }).body.textContent).toContain(
    'computed elsewhere',
  );
});

it('follows the colour scheme of the reader, in the typeface of the site', () => {
  const document = page();
  const figures = ['light', 'dark'].map((tone) => document.querySelector(`.figure .${tone} svg`)!);
  const [light, dark] = figures.map((svg) => svg.querySelector('rect')!.getAttribute('fill'));
  expect([light, dark]).toEqual(['white', COLOURS.dark.surface]);
  // Of two gradients in one document each bar has its own.
  expect(figures.map((svg) => svg.querySelector('linearGradient')!.id)).toEqual(['colours', 'colours-dark']);
  expect(figures.map((svg) => svg.outerHTML.includes('Helvetica'))).toEqual([false, false]);
  const style = document.querySelector('style')!.textContent;
  expect(style).toContain('prefers-color-scheme: dark');
  expect(style).toContain('src: url(/embed/font.woff2)');
  expect(existsSync('app/embed/font.woff2/route.ts')).toBe(true);
});

it('pins the version in links, frames and citations', () => {
  const pinned = { ...finding, version: 3 };
  expect(page({ version: 1 }).body.textContent).toContain('Version 1; the newest is version 2.');
  expect(page({ withdrawnAt: '2026-11-26T00:00:00.000Z' }).body.textContent).toContain(
    'withdrawn on 2026-11-26',
  );
  expect(page({ version: 3 }).querySelector('a')!.getAttribute('href')).toBe(
    `${ORIGIN}/findings/name-movers@3`,
  );
  const frame = new DOMParser()
    .parseFromString(embedCode(pinned, ORIGIN), 'text/html')
    .querySelector('iframe')!;
  expect(frame.getAttribute('src')).toBe(`${ORIGIN}/embed/findings/name-movers@3`);
  expect(frame.getAttribute('title')).toBe(finding.title);
});

it('describes a frame within the limits of the embedding page', () => {
  expect(describeEmbed(finding, ORIGIN, { maxWidth: 400, maxHeight: null })).toMatchObject({
    version: '1.0',
    type: 'rich',
    width: 400,
    height: 560,
    title: finding.title,
    html: expect.stringContaining('width="400"'),
  });
});

it('reads addresses of findings of this site only', () => {
  const read = (path: string) => readFindingAddress(path, ORIGIN);
  expect(read(`${ORIGIN}/findings/name-movers`)).toBe('name-movers');
  expect(read(`${ORIGIN}/findings/name-movers@3?x=1#y`)).toBe('name-movers@3');
  expect(read(`${ORIGIN}/embed/findings/a`)).toBe('a');
  for (const other of [
    'https://other.example/findings/a',
    `${ORIGIN}/runs/a`,
    `${ORIGIN}/findings/%ff`,
    'x',
    '',
  ])
    expect(read(other)).toBeNull();
});

it('leaves characters that the font of pictures has', () => {
  expect(keepLatin('é – [a→b] −1\n日😀')).toBe('é – [a→b] −1 ??');
});

describe('the positions of a card', () => {
  const { card, run } = finding;
  const labels = (changes: Partial<EmbeddedFinding>): string[] => {
    const [panel] = cardFigure({ ...finding, ...changes }).panels;
    return [...panel!.body.matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text!);
  };

  it('are those of the patched prompt, marked as the run aligns it', () => {
    const [bos, to] = [token('<|endoftext|>', 0), token(' to', 2)];
    const unequal = {
      ...card,
      clean: [bos, token(' Mary', 1), token(' Ann', 4), to],
      corrupted: [bos, token(' John', 3), to],
      // Not the automatic one, which leaves ' Ann' without a partner.
      alignment: [
        { clean: 0, corrupted: 0 },
        { clean: 2, corrupted: 1 },
        { clean: 3, corrupted: 2 },
      ],
    };
    const shown = labels({ card: unequal });
    expect(shown).toEqual(expect.arrayContaining(['·John 1', '·to 2']));
    expect(shown).not.toContain('·Mary 1');
  });

  it('are roles in a run by role', () => {
    const shown = labels({ run: { ...run, roles: ['IO', 'S2', 'END'] } });
    expect(shown).toEqual(expect.arrayContaining(['IO', 'S2', 'END']));
  });
});
