/** What the site's pages may load and run; the first line of defence when a text of somebody else's gets into a page. */

/**
 * The value of a page's Content-Security-Policy header.
 *
 * Scripts run only from the site's own files, or inline with the nonce of this response. Styles may be inline: Mantine, the
 * plots and the API explorer set them. Nothing comes from another host, and no other site may frame a page.
 *
 * @param nonce made anew for each response.
 * @param isDevelopment lets React's tools evaluate code, as they do while developing.
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
