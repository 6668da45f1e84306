/** Charts of the page as panels of an exported figure. */
import { INK, type Panel } from '../plot/figure/figure-svg';
import { COLOURS } from './chart-style';

/** Attributes that an exported picture needs. Classes, ids, roles and event handlers are removed. */
const KEPT = new Set(
  (
    'd x y x1 x2 y1 y2 dx dy cx cy r width height points offset opacity fill fill-opacity ' +
    'stroke stroke-width stroke-dasharray transform text-anchor font-size'
  ).split(' '),
);
const GREY = '#ced4da';

/** Copies the plots in an element as panels, titled by their `data-panel` or by `title`. */
export function chartPanels(parent: Element, title: string): Panel[] {
  return [...parent.querySelectorAll<SVGSVGElement>('.recharts-wrapper > svg')].map((plot) => {
    const copy = plot.cloneNode(true) as SVGSVGElement;
    for (const gone of copy.querySelectorAll('defs, style, title, desc')) gone.remove();
    for (const part of copy.querySelectorAll('*')) cleanElement(part);
    return {
      title: plot.closest('[data-panel]')?.getAttribute('data-panel') ?? title,
      width: Number(plot.getAttribute('width')),
      height: Number(plot.getAttribute('height')),
      // Serialise the children only: the copied root has namespaces and a size of its own.
      body: [...copy.children]
        .map((child) => new XMLSerializer().serializeToString(child).replaceAll(/ xmlns="[^"]*"/g, ''))
        .join(''),
    };
  });
}

function cleanElement(part: Element): void {
  const size = part instanceof SVGElement ? part.style.textAnchor : '';
  for (const { name, value } of Array.from(part.attributes)) {
    if (!KEPT.has(name)) part.removeAttribute(name);
    else if (value.includes('var(')) part.setAttribute(name, value.includes('border') ? GREY : INK);
    else part.setAttribute(name, onWhite(value));
  }
  if (size !== '') part.setAttribute('text-anchor', size);
  if (part.tagName === 'text' && !part.hasAttribute('font-size')) part.setAttribute('font-size', '11');
}

/** Replaces a colour of dark pages by the one of light pages. */
function onWhite(value: string): string {
  const at = COLOURS.dark.indexOf(value);
  return at === -1 ? value : COLOURS.light[at]!;
}
