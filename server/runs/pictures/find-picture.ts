/** Addresses of the pictures of runs, and the file at each. */
import type { Actor } from '../../accounts/policy';
import { EVERYBODY, listedRuns, readableRuns } from '../../accounts/visibility';
import type { Database } from '../../db';
import { DRAWING_VERSION, drawPicture, TONES, type Picture, type Tone } from './draw-picture';
import { readPicture } from './read-picture';

const FILE = new RegExp(`^${DRAWING_VERSION}-(?<tone>${TONES.join('|')})\\.png$`);

/** Address of the picture of a run, relative to the site. Results of a run never change, so the file at an address does not either. */
export function formatPictureAddress(id: string, tone: Tone): string {
  return `/runs/${id}/thumbnail/${DRAWING_VERSION}-${tone}.png`;
}

/**
 * The PNG at an address.
 *
 * @param file last part of the address.
 * @returns null when the actor can open no such run, when it has no picture, and for an address of another version.
 */
export async function findPicture(
  db: Database,
  actor: Actor,
  id: string,
  file: string,
): Promise<Uint8Array | null> {
  const { tone } = FILE.exec(file)?.groups ?? {};
  if (tone === undefined) return null;
  const run = await db.run.findFirst({ where: { id, AND: readableRuns(actor) } });
  const picture = run && (await readPicture(db, run));
  return picture && drawPicture(picture, tone as Tone);
}

/** What the picture of a public run shows; null for every other run, whoever asks, and for one without a picture. */
export async function findPublicPicture(db: Database, id: string): Promise<Picture | null> {
  const run = await db.run.findFirst({ where: { id, AND: listedRuns(EVERYBODY) } });
  return run && readPicture(db, run);
}
