/** Whether the process is alive. */
import { serveHealth } from '../../server/http/probes';

export const dynamic = 'force-dynamic';

export const GET = serveHealth;
