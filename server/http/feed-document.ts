/** Writes feeds as Atom or RSS. */
import { Feed } from 'feed';
import { SITE_NAME } from '../../domain/site-name';
import type { FeedContent } from '../discussion/feed-entries';

export type FeedFormat = 'atom' | 'rss';

export const FEED_TYPES: Readonly<Record<FeedFormat, string>> = {
  atom: 'application/atom+xml; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
};

/** Characters that XML cannot hold, escaped or not. */
// oxlint-disable-next-line eslint/no-control-regex -- they are what must go
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Writes a feed.
 *
 * @param origin of the site, such as `https://lab.example.org`.
 * @param self address of the feed, relative to the site.
 */
export function writeFeed(
  { title, description, address, entries }: FeedContent,
  format: FeedFormat,
  origin: string,
  self: string,
): string {
  const [newest] = entries;
  const feed = new Feed({
    title: toText(`${title} · ${SITE_NAME}`),
    description: toText(description),
    id: origin + address,
    link: origin + address,
    updated: newest?.updatedAt ?? new Date(0),
    generator: SITE_NAME,
    copyright: '',
    feedLinks: { [format]: origin + self },
  });
  for (const entry of entries) {
    feed.addItem({
      title: toHtml(entry.title),
      id: origin + entry.address,
      link: origin + entry.address,
      content: `<p>${toHtml(entry.text)}</p>`,
      author: [{ name: toText(entry.author) }],
      published: entry.publishedAt,
      date: entry.updatedAt,
    });
  }
  return format === 'atom' ? feed.atom1() : feed.rss2();
}

/** Of the feed itself and of names, which are plain text. The library escapes them, but reads `&amp;` as `&`. */
function toText(text: string): string {
  return strip(text).replaceAll('&', '&amp;');
}

/** Titles and texts of entries are HTML: what users wrote must not become markup in a reader. */
function toHtml(text: string): string {
  return strip(text).replaceAll(/[&<>]/g, (character) => ENTITIES[character]!);
}

function strip(text: string): string {
  return text.toWellFormed().replaceAll(UNWRITABLE, '');
}
