/** Serves the thumbnails of runs to whoever may open the run, and what previews of links show to everybody. */
import { identify } from '../accounts/identify';
import { isAppError } from '../errors';
import type { Picture } from '../runs/pictures/draw-picture';
import { findPicture, findPublicPicture } from '../runs/pictures/find-picture';
import { services } from '../services/services';
import { isSecure } from './is-secure';
import { requestOrigin } from './origin';

/** A day. The picture does not change, but who may open the run can. */
const MAX_AGE_S = 24 * 3600;

/**
 * Answers with a PNG that only this browser may keep, and only for the same visitor; with 404 for a run that they cannot open, as for one
 * that does not exist.
 */
export async function serveRunThumbnail(request: Request, id: string, file: string): Promise<Response> {
  const here = services();
  const header = (name: string): string | null => request.headers.get(name);
  try {
    const { userId, role } = await identify(here, header, requestOrigin(header, isSecure(request)));
    const png = await findPicture(here.db, { userId, isAdministrator: role === 'ADMINISTRATOR' }, id, file);
    if (!png) return refuse(404, 'There is no such thumbnail.');
    return new Response(new Uint8Array(png), {
      headers: {
        'content-type': 'image/png',
        'cache-control': `private, max-age=${MAX_AGE_S}`,
        vary: 'cookie, authorization',
      },
    });
  } catch (error) {
    if (!isAppError(error) || error.code !== 'UNAUTHENTICATED') throw error;
    return refuse(401, error.message);
  }
}

/** What the picture of a public run shows; null for every other run. */
export function readPublicPicture(id: string): Promise<Picture | null> {
  return findPublicPicture(services().db, id);
}

function refuse(status: number, message: string): Response {
  return new Response(`${message}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}
