/** The download of one's own data, `/api/account/export`. */
import { clientAddress } from '../accounts/client-address';
import { identify } from '../accounts/identify';
import { config } from '../config';
import { isAppError } from '../errors';
import { exportData } from '../ownership/export-data';
import { services } from '../services/services';
import { refuseHost } from './hosts';
import { isSecure } from './is-secure';
import { requestOrigin } from './origin';
import { setRateLimits, setRetryAfter } from './rate-limit-headers';

/** Units of work that a download counts as before its length is known. */
const UNITS = 20;

/** Answers with a JSON file, or with 401 for a visitor without an identity. */
export async function serveAccountExport(request: Request): Promise<Response> {
  const refused = refuseHost(request, config);
  if (refused) return refused;
  const here = services();
  const header = (name: string): string | null => request.headers.get(name);
  try {
    const { userId } = await identify(here, header, requestOrigin(header, isSecure(request)));
    if (userId === null)
      return answer(401, 'You have no identity on this site, so there is nothing to export.');
    const asker = { address: clientAddress(header), userId };
    await here.rates.takeWork(asker, UNITS);
    const encoder = new TextEncoder();
    const parts = exportData(here.db, userId);
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await parts.return();
      },
    });
    const headers = new Headers({
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="patchbay-data.json"',
      'cache-control': 'no-store',
    });
    setRateLimits(headers, await here.rates.standings(asker));
    return new Response(body, { headers });
  } catch (error) {
    if (!isAppError(error)) throw error;
    const response = answer(error.code === 'UNAUTHENTICATED' ? 401 : 429, error.message);
    setRetryAfter(response.headers, error.details);
    return response;
  }
}

function answer(status: number, message: string): Response {
  return new Response(`${message}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}
