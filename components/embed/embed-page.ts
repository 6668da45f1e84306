/**
 * A finding as a page for frames of other sites: a figure, its title, claims and a link. It is a document without scripts, so that a
 * frame can run nothing.
 */
import { pinnedPath } from '../../domain/pinned-address';
import { figureSvg } from '../plot/figure/figure-svg';
import { element, xmlText } from '../plot/figure/xml';
import { cardFigure, type EmbeddedFinding } from './card-figure';

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; padding: 12px 16px; font: 14px/1.45 system-ui, sans-serif; color: light-dark(#212529, #dee2e6); background: light-dark(#fff, #1a1b1e); }
h1 { margin: 0 0 4px; font-size: 17px; line-height: 1.3; }
p { margin: 0 0 8px; }
a { color: light-dark(#364fc7, #91a7ff); }
.meta { color: light-dark(#495057, #adb5bd); font-size: 13px; }
.figure { overflow-x: auto; background: #fff; border: 1px solid light-dark(#dee2e6, #495057); border-radius: 4px; }
.figure svg { display: block; max-width: 100%; height: auto; }
ul { margin: 8px 0; padding-left: 1.2em; }
code { font-size: 13px; overflow-wrap: anywhere; }
`;

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
    element('div', { class: 'figure' }, figureSvg(cardFigure(finding)).replace(/^<\?xml[^>]*>\s*/, '')),
    items.length > 0 ? element('ul', { 'aria-label': 'Claims' }, items.join('')) : '',
    element('p', { class: 'meta' }, link('Open the finding on Patchbay')),
  ];
  return writeDocument(title, body.join(''));
}

/** The document for a finding that does not exist. */
export function missingPage(): string {
  return writeDocument('No such finding', element('p', {}, 'There is no such finding, or it is not public.'));
}

function writeDocument(title: string, body: string): string {
  return (
    '<!doctype html>' +
    `<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<title>${xmlText(title)} · Patchbay</title><style>${STYLE}</style></head><body>${body}</body></html>`
  );
}
