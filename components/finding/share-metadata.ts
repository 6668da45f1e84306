/** What other sites show of a link to a finding: Open Graph, Twitter cards, and the discovery of oEmbed. */
import { SITE_NAME } from '../../domain/site-name';
import { oembedPath } from '../embed/embed-code';
import { pinnedPath, type VersionedFinding } from '../../domain/pinned-address';

/** What is needed of a finding. */
export type SharedFinding = VersionedFinding & {
  readonly title: string;
  readonly author: { readonly name: string };
  readonly card: { readonly prompt: string };
  readonly modelId: string;
};

/** The metadata of its page, in the form of Next.js. @param origin of the site: other sites need whole addresses. */
export function shareMetadata(finding: SharedFinding, origin: string) {
  const { title, author, card, modelId } = finding;
  const address = `${origin}${pinnedPath(finding)}`;
  const description = `Activation patching of ${modelId} by ${author.name}: ${card.prompt}`;
  const image = { url: `${address}/preview.png`, width: 1200, height: 630, alt: `Heatmap of ${title}` };
  return {
    description,
    openGraph: {
      type: 'article' as const,
      siteName: SITE_NAME,
      title,
      description,
      url: address,
      images: [image],
    },
    twitter: { card: 'summary_large_image' as const, title, description, images: [image.url] },
    alternates: {
      types: { 'application/json+oembed': [{ url: `${origin}${oembedPath(finding, origin)}`, title }] },
    },
  };
}
