import { FeedLinks } from '../site/FeedLinks';
import type { GalleryFilter } from './filter-address';

/** The feeds of a tag or of an author that the list is filtered by. */
export function GalleryFeeds({ filter: { tag, author } }: { readonly filter: GalleryFilter }) {
  return (
    <>
      {tag !== '' && (
        <Feeds title={`#${tag}`} address={`/feeds/tags/${encodeURIComponent(tag.toLowerCase())}`} />
      )}
      {author !== '' && <Feeds title="Author" address={`/feeds/people/${encodeURIComponent(author)}`} />}
    </>
  );
}

function Feeds({ title, address }: { readonly title: string; readonly address: string }) {
  return <FeedLinks title={title} atom={`${address}.xml`} rss={`${address}.rss`} />;
}
