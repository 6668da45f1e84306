/** Addresses of thumbnails, and the file at each. */
import { MAX_PAIRS } from '../../domain/limits';
import type { Database } from '../db';
import type { Card } from './card';
import type { CardCache } from './card-cache';
import { LISTED_FINDING } from './listed';
import { TONES, type Tone } from '../runs/pictures/draw-picture';

export interface ThumbnailServices {
  readonly db: Database;
  readonly cards: CardCache;
}

const FILE = new RegExp(`^(?<digest>[\\w-]{16})-(?<tone>${TONES.join('|')})\\.png$`);

/**
 * Address of a card's thumbnail, relative to the site. It contains a digest of what the image shows, so the file at an
 * address never changes.
 */
export function formatThumbnailAddress(cards: CardCache, slug: string, card: Card, tone: Tone): string {
  return `/findings/${slug}/thumbnail/${cards.digestThumbnail(card)}-${tone}.png`;
}

/**
 * The PNG at an address.
 *
 * @param file last part of the address.
 * @returns null when there is no such finding, or when its card shows something else.
 */
export async function findThumbnail(
  { db, cards }: ThumbnailServices,
  slug: string,
  file: string,
): Promise<Uint8Array | null> {
  const { digest, tone } = FILE.exec(file)?.groups ?? {};
  if (digest === undefined) return null;
  const finding = await db.finding.findUnique({
    where: { slug, ...LISTED_FINDING },
    select: { id: true, runId: true, card: true, editedAt: true },
  });
  if (!finding) return null;
  const card = await cards.readCard(
    finding,
    async () => finding.card,
    async () => {
      const { pairs, ...run } = await db.run.findUniqueOrThrow({
        where: { id: finding.runId },
        include: { pairs: { where: { index: { lt: MAX_PAIRS } }, orderBy: { index: 'asc' } } },
      });
      return { run, pairs };
    },
  );
  return cards.digestThumbnail(card) === digest ? cards.drawThumbnail(card, tone as Tone) : null;
}
