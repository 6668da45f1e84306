/**
 * A finding as a page for frames of other sites: a figure, its title, claims and a link. It is a document without scripts, so that a
 * frame can run nothing.
 */
import { pinnedPath } from '../../domain/pinned-address';
import { SITE_NAME } from '../../domain/site-name';
import { COLOURS } from '../site/design-tokens';
import { FIGURE_COLOURS, figureSvg } from '../plot/figure/figure-svg';
import { element, xmlText } from '../plot/figure/xml';
import type { Tone } from '../plot/heatmap/scale';
import { cardFigure, type EmbeddedFinding } from './card-figure';

/** Where the site serves its typeface, the same at every build. */
export const FONT_PATH = '/embed/font.woff2';

const STYLE = `
@font-face { font-family: Inter; font-weight: 100 900; font-display: swap; src: url(${FONT_PATH}) format("woff2"); }
:root { color-scheme: light dark; }
body { margin: 0; padding: 12px 16px; font: 14px/1.45 Inter, system-ui, sans-serif; color: light-dark(${COLOURS.light.text}, ${COLOURS.dark.text}); background: light-dark(${COLOURS.light.canvas}, ${COLOURS.dark.canvas}); }
h1 { margin: 0 0 4px; font-size: 17px; line-height: 1.3; }
p { margin: 0 0 8px; }
a { color: light-dark(${COLOURS.light['accent-text']}, ${COLOURS.dark['accent-text']}); }
.meta { color: light-dark(${COLOURS.light.muted}, ${COLOURS.dark.muted}); font-size: 13px; }
.figure { overflow-x: auto; border: 1px solid light-dark(${COLOURS.light.line}, ${COLOURS.dark.line}); border-radius: 6px; background: light-dark(white, ${FIGURE_COLOURS.dark.ground}); }
.figure svg { display: block; max-width: 100%; height: auto; font-family: inherit; }
.figure .dark { display: none; }
@media (prefers-color-scheme: dark) { .figure .light { display: none; } .figure .dark { display: block; } }
ul { margin: 8px 0; padding-left: 1.2em; }
code { font-size: 13px; overflow-wrap: anywhere; }
`;

const TONES: readonly Tone[] = ['light', 'dark'];

const VERDICTS = {
  SUPPORTED: '✓ supported',
  REFUTED: '✗ refuted',
  UNDECIDED: '? undecided',
  INVALID: '! invalid',
} as const;

/** Writes the HTML document. @param origin of the site, for its links. */
export function embedPage(finding: EmbeddedFinding, origin: string): string {
  const { title, author, createdAt, modelId, claims, run, version, newestVersion, withdrawnAt } = finding;
  const address = `${origin}${pinnedPath(finding)}`;
  const link = (content: string): string =>
    element('a', { href: address, target: '_blank', rel: 'noopener' }, content);
  const items = claims.map(({ text, verdicts }) => {
    const own = verdicts.find(({ runId }) => runId === run.id);
    const verdict = own ? `: ${VERDICTS[own.verdict]}` : '';
    return element('li', {}, element('code', {}, xmlText(text)) + xmlText(verdict));
  });
  const origins = run.imported ? ' Imported run: its numbers were computed elsewhere.' : '';
  const edited =
    version < newestVersion ? ` Version ${version}; the newest is version ${newestVersion}.` : '';
  const state = withdrawnAt ? ` The finding was withdrawn on ${withdrawnAt.slice(0, 10)}.` : edited;
  const body = [
    element('h1', {}, link(xmlText(title))),
    element(
      'p',
      { class: 'meta' },
      xmlText(`${author.name}, ${createdAt.slice(0, 10)}, on ${modelId}.${origins}${state}`),
    ),
    element('div', { class: 'figure' }, TONES.map((tone) => drawFigure(finding, tone)).join('')),
    items.length > 0 ? element('ul', { 'aria-label': 'Claims' }, items.join('')) : '',
    element('p', { class: 'meta' }, link(`Open the finding on ${SITE_NAME}`)),
  ];
  return writeDocument(title, body.join(''));
}

/** The figure for one colour scheme; the style sheet shows the one of the reader. */
function drawFigure(finding: EmbeddedFinding, tone: Tone): string {
  const svg = figureSvg(cardFigure(finding, tone), tone).replace(/^<\?xml[^>]*>\s*/, '');
  // The typeface of the page; files have one of their own.
  return element('div', { class: tone }, svg.replaceAll(/ font-family="Helvetica[^"]*"/g, ''));
}

/** The document for a finding that does not exist. */
export function missingPage(): string {
  return writeDocument('No such finding', element('p', {}, 'There is no such finding, or it is not public.'));
}

function writeDocument(title: string, body: string): string {
  return (
    '<!doctype html>' +
    `<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<title>${xmlText(title)} · ${SITE_NAME}</title><style>${STYLE}</style></head><body>${body}</body></html>`
  );
}
