/** Serves feeds. They are read as a stranger: a feed is the same for everybody. */
import { clientAddress } from '../accounts/client-address';
import { readFindingFeed, readPersonFeed, readTagFeed, type FeedContent } from '../discussion/feed-entries';
import { isAppError } from '../errors';
import { services, type Services } from '../services/services';
import { FEED_TYPES, writeFeed, type FeedFormat } from './feed-document';
import { isSecure } from './is-secure';
import { requestOrigin } from './origin';

/** Units of work that a feed counts as. */
const UNITS = 1;
/** How long readers may keep a feed, in s. */
const MAX_AGE_S = 60;

type Reader = (db: Services['db'], key: string) => Promise<FeedContent | null>;

/** The feed of a finding. */
export function serveFindingFeed(request: Request, slug: string, format: FeedFormat): Promise<Response> {
  return serve(request, readFindingFeed, slug, format);
}

/** The feed of a person. @param file `<user id>.xml` for Atom, `<user id>.rss` for RSS. */
export function servePersonFeed(request: Request, file: string): Promise<Response> {
  return serveFile(request, readPersonFeed, file);
}

/** The feed of a tag. @param file `<tag>.xml` for Atom, `<tag>.rss` for RSS. */
export function serveTagFeed(request: Request, file: string): Promise<Response> {
  return serveFile(request, readTagFeed, file);
}

function serveFile(request: Request, read: Reader, file: string): Promise<Response> {
  const [, key, ending] = /^(.+)\.(xml|rss)$/.exec(decode(file)) ?? [];
  if (key === undefined) return Promise.resolve(refuse(404, 'There is no such feed.'));
  return serve(request, read, key, ending === 'rss' ? 'rss' : 'atom');
}

async function serve(request: Request, read: Reader, key: string, format: FeedFormat): Promise<Response> {
  const { db, rates, config } = services();
  const header = (name: string): string | null => request.headers.get(name);
  try {
    await rates.takeWork({ address: clientAddress(header), userId: null }, UNITS);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return refuse(429, error.message);
  }
  const content = await read(db, key);
  if (!content) return refuse(404, 'There is no such feed.');
  const origin = config.siteUrl ?? requestOrigin(header, isSecure(request));
  const { pathname } = new URL(request.url);
  return new Response(writeFeed(content, format, origin, pathname), {
    headers: { 'content-type': FEED_TYPES[format], 'cache-control': `public, max-age=${MAX_AGE_S}` },
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refuse(status: number, message: string): Response {
  return new Response(`${message}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}
