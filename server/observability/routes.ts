/**
 * Addresses as labels of metrics: the route, never the address itself, so that the number of series is bounded.
 *
 * routes.test.ts compares the list with the folder app.
 */

/** Every route of app/; a segment in brackets stands for any one segment, `[...]` for the rest. */
export const ROUTES = [
  '/',
  '/account',
  '/admin',
  '/administration',
  '/api/account/export',
  '/api/auth/[...all]',
  '/api/graphql',
  '/api/graphql/stream',
  '/api/oembed',
  '/collections',
  '/collections/[slug]',
  '/collections/new',
  '/compare',
  '/embed/findings/[slug]',
  '/embed/font.woff2',
  '/feeds/people/[file]',
  '/feeds/tags/[file]',
  '/findings/[slug]',
  '/findings/[slug]/feed.xml',
  '/findings/[slug]/preview.png',
  '/findings/[slug]/rss.xml',
  '/findings/[slug]/thumbnail/[file]',
  '/graphiql',
  '/heads/[model]',
  '/heads/[model]/[head]',
  '/heads/[model]/preview.png',
  '/healthz',
  '/import',
  '/learn',
  '/learn/glossary',
  '/learn/glossary/words',
  '/metrics',
  '/models',
  '/moderation',
  '/notifications',
  '/people/[id]',
  '/preview.png',
  '/prompts',
  '/prompts/[id]',
  '/prompts/new',
  '/readyz',
  '/reset-password',
  '/runs',
  '/runs/[id]',
  '/runs/[id]/attribution',
  '/runs/[id]/circuits',
  '/runs/[id]/paths',
  '/runs/[id]/preview.png',
  '/runs/[id]/thumbnail/[file]',
  '/runs/[id]/tracing',
  '/runs/new',
  '/schema/[file]',
  '/sign-in',
  '/sign-up',
  '/stars',
] as const;

/** Files of the site: scripts, styles, fonts, icons. */
const STATIC = 'static';
/** Addresses without a route. */
const OTHER = 'other';
/** A longer address has no route. */
const LONGEST = 512;

const exact = new Map<string, string>(ROUTES.map((route) => [route, route]));
const patterns = ROUTES.filter((route) => route.includes('[')).map((route) => ({
  route,
  pattern: new RegExp(`^${route.replace(/\[\.\.\.\w+\]/, '.+').replaceAll(/\[\w+\]/g, '[^/]+')}$`),
}));

/** The label of an address, such as `/runs/[id]` for `/runs/8f3k?tab=heads`. */
export function findRoute(url: string): string {
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  if (path.startsWith('/_next/') || path === '/icon.svg' || path === '/favicon.ico') return STATIC;
  if (path.length > LONGEST) return OTHER;
  return exact.get(path) ?? patterns.find(({ pattern }) => pattern.test(path))?.route ?? OTHER;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

export function methodLabel(method = ''): string {
  return METHODS.has(method) ? method : OTHER;
}
