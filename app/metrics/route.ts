/** Metrics for Prometheus. */
import { serveMetrics } from '../../server/http/metrics';

export const dynamic = 'force-dynamic';

export const GET = serveMetrics;
