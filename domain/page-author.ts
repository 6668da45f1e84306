/** Attribute of the element whose text is the name of the author of the page. */
export const PAGE_AUTHOR = 'data-page-author';

/** The author as the page shows it; null where it shows none, so that a citation says no more than the page. */
export function readPageAuthor(page: {
  querySelector(selector: string): { readonly textContent: string | null } | null;
}): string | null {
  return page.querySelector(`[${PAGE_AUTHOR}]`)?.textContent?.trim() || null;
}
