/** Serves the thumbnails of findings. */
import { findThumbnail } from '../gallery/find-thumbnail';
import { services } from '../services/services';

/** Answers with a PNG that may be cached without asking again, or with 404. */
export async function serveThumbnail(slug: string, file: string): Promise<Response> {
  const png = await findThumbnail(services(), slug, file);
  if (!png) {
    return new Response('There is no such thumbnail.\n', {
      status: 404,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    });
  }
  return new Response(new Uint8Array(png), {
    headers: { 'content-type': 'image/png', 'cache-control': 'public, max-age=31536000, immutable' },
  });
}
