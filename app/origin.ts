import { headers } from 'next/headers';
import { requestOrigin } from '../server/http/origin';

/** The origin of the site as the browser of this request sees it; a proxy reports whether it uses HTTPS. */
export async function readOrigin(): Promise<string> {
  const request = await headers();
  const isSecure = request.get('x-forwarded-proto')?.startsWith('https') ?? false;
  return requestOrigin((name) => request.get(name), isSecure);
}
