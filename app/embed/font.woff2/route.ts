/** The typeface of the site at an address that no build changes, for pages that are made without its style sheets. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export const dynamic = 'force-static';

export async function GET(): Promise<Response> {
  const file = path.join(process.cwd(), 'components', 'site', 'fonts', 'inter-latin-wght-normal.woff2');
  return new Response(new Uint8Array(await readFile(file)), {
    headers: { 'content-type': 'font/woff2', 'cache-control': 'public, max-age=604800' },
  });
}
