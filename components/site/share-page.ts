/** What other sites show of a link to a page: Open Graph and Twitter cards. Title and description are the page's where they are left out. */
import { SITE_NAME } from '../../domain/site-name';

export const SITE_DESCRIPTION =
  'Exact activation patching of GPT-2: run experiments, and publish and compare the findings.';

/** A picture of a link, 1200 x 630. */
export interface SharedImage {
  /** Absolute, or relative to the site. */
  readonly url: string;
  readonly alt: string;
}

const SITE_IMAGE: SharedImage = { url: '/preview.png', alt: `${SITE_NAME}: ${SITE_DESCRIPTION}` };

/** Open Graph of a page, in the form of Next.js. @param image that of the site when left out. */
export function sharePage(image: SharedImage = SITE_IMAGE) {
  const images = [{ ...image, width: 1200, height: 630 }];
  return {
    openGraph: { type: 'website' as const, siteName: SITE_NAME, images },
    twitter: { card: 'summary_large_image' as const, images: [image.url] },
  };
}

/** Open Graph of a page that not everybody finds: nothing of what is on it. @param kind e.g. `A run`. */
export function shareHidden(kind: string) {
  const { openGraph, twitter } = sharePage();
  const hidden = { title: `${kind} on ${SITE_NAME}`, description: SITE_DESCRIPTION };
  return { openGraph: { ...openGraph, ...hidden }, twitter: { ...twitter, ...hidden } };
}
