/**
 * The metrics of this process for Prometheus, at /metrics.
 *
 * Read by whoever sends the administrator token or METRICS_TOKEN, and with METRICS_LOCAL=1 by programs of this machine. Numbers
 * say how much a site is used and what fails, so nobody else reads them.
 */
import { isAdministratorToken } from '../accounts/administrator';
import { config, type Config } from '../config';
import { readMetrics } from '../observability/read-metrics';
import { currentScope } from '../scope';
import { services } from '../services/services';
import { refuseHost } from './hosts';

const NO_STORE = { 'cache-control': 'no-store' };

/** Serves the metrics of a web server, or 401. */
export function serveSiteMetrics(request: Request): Promise<Response> {
  return serveMetrics(request, { ...config, administratorToken: services().administratorToken });
}

export interface MetricsOptions extends Pick<
  Config,
  'host' | 'allowedHosts' | 'metricsToken' | 'areMetricsLocal'
> {
  readonly administratorToken: string;
}

/** Serves the metrics of this process, or 401. */
export async function serveMetrics(request: Request, options: MetricsOptions): Promise<Response> {
  const token = /^Bearer ([\x21-\x7e]+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (token === undefined || !isAllowedToken(token, options)) {
    // A page of another site cannot send a token, but it can ask in the name of a browser on this machine.
    const refused = refuseHost(request, options);
    if (refused) return refused;
    if (token !== undefined || !options.areMetricsLocal || currentScope().isLocal !== true) return refuse();
  }
  const { contentType, text } = await readMetrics();
  return new Response(text, { headers: { 'content-type': contentType, ...NO_STORE } });
}

function isAllowedToken(token: string, { administratorToken, metricsToken }: MetricsOptions): boolean {
  return (
    isAdministratorToken(token, administratorToken) ||
    (metricsToken !== null && isAdministratorToken(token, metricsToken))
  );
}

function refuse(): Response {
  const message =
    'The metrics need the header Authorization: Bearer with METRICS_TOKEN or the administrator token of this site.\n';
  return new Response(message, {
    status: 401,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'www-authenticate': 'Bearer realm="metrics"',
      ...NO_STORE,
    },
  });
}
