/** The oEmbed description of a finding (oembed.com, version 1.0). */
import { SITE_NAME } from '../../domain/site-name';
import { embedCode, FRAME } from './embed-code';
import type { EmbeddedFinding } from './card-figure';

interface Limits {
  readonly maxWidth: number | null;
  readonly maxHeight: number | null;
}

/** Describes a finding as a `rich` resource. */
export function describeEmbed(finding: EmbeddedFinding, origin: string, { maxWidth, maxHeight }: Limits) {
  const size = {
    width: Math.min(FRAME.width, maxWidth ?? FRAME.width),
    height: Math.min(FRAME.height, maxHeight ?? FRAME.height),
  };
  return {
    version: '1.0',
    type: 'rich',
    title: finding.title,
    author_name: finding.author.name,
    provider_name: SITE_NAME,
    provider_url: origin,
    html: embedCode(finding, origin, size),
    ...size,
  };
}
