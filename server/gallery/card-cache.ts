/**
 * Cards and thumbnails that this process has made.
 *
 * Both can be made again from the finding's row in less than a millisecond, so they live in memory: files would have to be
 * removed with their findings, and would have to be shared by the processes of a site.
 */
import { LRUCache } from 'lru-cache';
import type { Finding, PromptPair, Run } from '../db';
import { completeCard, pictureValues, readCard, type Card } from './card';
import { digestPicture, drawPicture, type Tone } from '../runs/pictures/draw-picture';

/** What names a card, which changes only with `editedAt`. */
export type CardRow = Pick<Finding, 'id' | 'editedAt'>;

export interface CardRun {
  readonly run: Pick<Run, 'direction'>;
  /** In order. */
  readonly pairs: readonly PromptPair[];
}

/** Stored text of the cards that are kept, in characters. Parsed cards take about four times as much memory. */
const MAX_CARD_CHARACTERS = 8 * 2 ** 20;
/** Most are smaller than 1 kB. */
const MAX_THUMBNAILS = 2000;

export interface CardCache {
  /**
   * The card of a finding.
   *
   * @param findStored reads the stored card, unless it is kept.
   * @param findRun is called only for cards that were stored without a summary of their run.
   */
  readCard(row: CardRow, findStored: () => Promise<string>, findRun: () => Promise<CardRun>): Promise<Card>;
  /** Digest of what the card's thumbnail shows; it is part of the thumbnail's address. */
  digestThumbnail(card: Card): string;
  /** The card's thumbnail as a PNG. */
  drawThumbnail(card: Card, tone: Tone): Uint8Array;
}

/** Creates an empty cache. */
export function createCardCache(): CardCache {
  const cards = new LRUCache<string, Card>({ maxSize: MAX_CARD_CHARACTERS });
  const digests = new WeakMap<Card, string>();
  const thumbnails = new LRUCache<string, Uint8Array>({ max: MAX_THUMBNAILS });

  const inProgress = new Map<string, Promise<Card>>();

  async function make(
    key: string,
    findStored: () => Promise<string>,
    findRun: () => Promise<CardRun>,
  ): Promise<Card> {
    const stored = await findStored();
    const card = await completeCard(readCard(stored), findRun);
    cards.set(key, card, { size: stored.length });
    return card;
  }

  function digestThumbnail(card: Card): string {
    let digest = digests.get(card);
    if (digest === undefined) {
      digest = digestPicture({ shape: card.shape, values: pictureValues(card) });
      digests.set(card, digest);
    }
    return digest;
  }

  return {
    digestThumbnail,

    readCard(row, findStored, findRun) {
      const key = `${row.id} ${row.editedAt?.getTime() ?? ''}`;
      const known = cards.get(key);
      if (known) return Promise.resolve(known);
      // Several fields of a finding read its card at once.
      let reading = inProgress.get(key);
      if (reading === undefined) {
        reading = make(key, findStored, findRun).finally(() => inProgress.delete(key));
        inProgress.set(key, reading);
      }
      return reading;
    },

    drawThumbnail(card, tone) {
      const key = `${digestThumbnail(card)} ${tone}`;
      let png = thumbnails.get(key);
      if (png === undefined) {
        png = drawPicture({ shape: card.shape, values: pictureValues(card) }, tone);
        thumbnails.set(key, png);
      }
      return png;
    },
  };
}
