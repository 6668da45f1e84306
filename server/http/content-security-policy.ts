/** Limits what pages may load and run: protection if a user's text ever gets into a page as code. */

/**
 * The value of a page's Content-Security-Policy header.
 *
 * Scripts run only from the site's own files, or inline with the nonce of this response. Inline styles are allowed: Mantine,
 * the plots and the API explorer set them. Nothing is loaded from other hosts, and no other site may frame a page.
 *
 * @param nonce a new one for each response.
 * @param isDevelopment allows eval, which React's development tools need.
 */
export function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'self'",
    "form-action 'self'",
  ].join('; ');
}

/** The policy of pages for frames of other sites: they have no scripts, and any site may frame them. */
export const EMBED_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  // The typeface of the site.
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  'frame-ancestors *',
].join('; ');

/** Whether a path is that of a page for frames. A page of the site that says that there is nothing at an address is none. */
export function isEmbed(path: string): boolean {
  return /^\/embed\/findings\/[^/]+$/.test(path);
}
