/** Metrics for Prometheus. */
import { serveSiteMetrics } from '../../server/http/metrics';

export const dynamic = 'force-dynamic';

export const GET = serveSiteMetrics;
