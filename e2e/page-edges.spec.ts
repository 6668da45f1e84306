/**
 * The edges of pages: all begin where the header begins, and end at one of two places. Boxes, tables and lines of a page end where the page ends;
 * what stands in columns ends with its column.
 */
import { ADMINISTRATION, fillSite, PAGES, type Shown } from './every-page';
import { expect, testWithSite, type Site } from './site';

const test = testWithSite({ SEED_GALLERY: '0' });

let shown: Shown;
test.beforeAll(async ({ site }) => {
  shown = await fillSite(site);
});

interface Edges {
  readonly header: number;
  readonly left: number;
  readonly right: number;
  /** Boxes that end elsewhere. */
  readonly others: readonly string[];
}

for (const width of [1280, 1920]) {
  test(`pages of ${width} px have one left edge, and two right edges at most`, async ({ page, site }) => {
    test.setTimeout(180_000);
    await page.setViewportSize({ width, height: 900 });
    await page.context().addCookies(readCookies(shown.cookie, site));
    const rights = new Set<number>();
    for (const [name, address] of PAGES) {
      // This address sets the cookie of an administrator.
      if (address(shown) === ADMINISTRATION) await page.goto(site.administratorAddress);
      await page.goto(site.url + address(shown));
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      const { header, left, right, others } = await page.evaluate(measureEdges);
      expect(left, name).toBeCloseTo(header, 0);
      expect(others, name).toEqual([]);
      rights.add(Math.round(right));
    }
    expect(rights.size).toBeLessThanOrEqual(2);
  });
}

function readCookies(cookie: string, site: Site) {
  return cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: site.url };
  });
}

/** Reads the edges of the page, and goes down its columns of full width. Runs in the page. */
function measureEdges(): Edges {
  const main = document.querySelector('main')!;
  const frame = document.querySelector('header[data-frame]')!;
  const style = getComputedStyle(main);
  const box = main.getBoundingClientRect();
  const left = box.left + parseFloat(style.paddingLeft);
  const right = box.right - parseFloat(style.paddingRight);
  const others: string[] = [];
  const visit = (element: Element): void => {
    const own = getComputedStyle(element);
    const { width, right: end, height } = element.getBoundingClientRect();
    if (height === 0 || own.position === 'absolute' || own.position === 'fixed') return;
    // An open inspector lies over the right of the plots, and what follows these ends where it begins.
    if (element.matches('[data-open]')) return;
    const hasLine = [own.borderTopWidth, own.borderBottomWidth, own.borderRightWidth].some(
      (one) => one !== '0px',
    );
    const isBox = hasLine || ['TABLE', 'SECTION', 'FORM', 'HR'].includes(element.tagName);
    if (
      isBox &&
      element.tagName !== 'BUTTON' &&
      own.display !== 'inline' &&
      width > 0 &&
      Math.abs(end - right) > 1
    )
      others.push(
        `${element.tagName} ${element.getAttribute('aria-label') ?? element.className}: ${end}, not ${right}`,
      );
    const isColumn =
      own.display === 'block' ||
      own.display === 'contents' ||
      (own.display === 'flex' && own.flexDirection === 'column') ||
      (own.display === 'grid' && !own.gridTemplateColumns.includes(' '));
    const hasColumns = own.columnCount !== 'auto' && own.columnCount !== '1';
    const isPlot = element.matches(
      'svg, figure, pre, table, details, [role=application], .graphiql-container',
    );
    if (isColumn && !hasColumns && !isPlot && !hasLine) for (const child of element.children) visit(child);
  };
  for (const child of main.children) visit(child);
  return { header: parseFloat(getComputedStyle(frame).paddingLeft), left, right, others };
}
