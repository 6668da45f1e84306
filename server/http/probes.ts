/**
 * The addresses that supervisors ask: /healthz (the process is alive) and /readyz (it can do its work).
 *
 * They answer to every host name, since probes ask by address, by a name of their own, or with none. A name that the site does
 * not answer to learns the status only.
 */
import { config } from '../config';
import { runChecks, type CheckResult } from '../observability/checks';
import { isAllowedHost } from './hosts';

const HEADERS = { 'cache-control': 'no-store' };

/** An answer says that the event loop turns; nothing else is asked for, so that a busy database restarts no process. */
export function serveHealth(): Response {
  return Response.json({ status: 'ok', uptimeSeconds: Math.floor(process.uptime()) }, { headers: HEADERS });
}

/** 200 when every check passes, else 503 with the reasons. */
export async function serveReadiness(request: Request): Promise<Response> {
  return describeReadiness(await runChecks(), isAllowedHost(request.headers.get('host'), config));
}

/** @param isDetailed whether the response names the checks and their reasons. */
export function describeReadiness(results: readonly CheckResult[], isDetailed: boolean): Response {
  // A process without checks has not started yet.
  const isReady = results.length > 0 && results.every(({ reason }) => reason === null);
  const checks = results.map(({ name, reason }) => ({ name, ok: reason === null, reason }));
  const body = { status: isReady ? 'ready' : 'not ready', ...(isDetailed && { checks }) };
  return Response.json(body, { status: isReady ? 200 : 503, headers: HEADERS });
}
