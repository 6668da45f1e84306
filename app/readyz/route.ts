/** Whether the process can do its work. */
import { serveReadiness } from '../../server/http/probes';

export const dynamic = 'force-dynamic';

export const GET = serveReadiness;
