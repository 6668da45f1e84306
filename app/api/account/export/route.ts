/** One's own data as a JSON file. */
import { serveAccountExport } from '../../../../server/http/account-export';

export const dynamic = 'force-dynamic';

export { serveAccountExport as GET };
