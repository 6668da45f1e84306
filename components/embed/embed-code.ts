/** Addresses and code of embedded findings. */
import { pinnedPath, type VersionedFinding } from '../../domain/pinned-address';
import { xmlText } from '../plot/figure/xml';

/** Size of a frame in pixels, unless the embedding page allows less. */
export const FRAME = { width: 640, height: 560 } as const;

/** The path of the page that is framed: of the version of the finding that is shown. */
export function embedPath(finding: VersionedFinding): string {
  return `/embed${pinnedPath(finding)}`;
}

/** The HTML of the frame. */
export function embedCode(
  finding: VersionedFinding & { readonly title: string },
  origin: string,
  { width, height }: { readonly width: number; readonly height: number } = FRAME,
): string {
  const source = xmlText(`${origin}${embedPath(finding)}`);
  return `<iframe src="${source}" width="${width}" height="${height}" title="${xmlText(finding.title)}" style="border: 0; max-width: 100%" loading="lazy"></iframe>`;
}

/** The address of the oEmbed description of a finding. */
export function oembedPath(finding: VersionedFinding, origin: string): string {
  return `/api/oembed?url=${encodeURIComponent(`${origin}${pinnedPath(finding)}`)}`;
}

/** The path part that names a finding, and its version, in an address of this site; null for other addresses. */
export function readFindingAddress(address: string, origin: string): string | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.origin !== origin) return null;
  const slug = /^\/(?:embed\/)?findings\/([^/]+)$/.exec(url.pathname)?.[1];
  try {
    return slug === undefined ? null : decodeURIComponent(slug);
  } catch {
    return null;
  }
}
