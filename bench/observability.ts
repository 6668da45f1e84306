/**
 * What metrics, scopes and spans that are off add to a request: the time of a small GraphQL request in this process with the real
 * counters, and that of the same calls alone, many times. A ratio, since machines differ. Next.js keeps scopes of its own for each
 * request, so that one more costs no more than the calls.
 *
 * `npm run bench -- --observability`
 */
import { countRequest } from '../server/observability/metrics/http';
import { observeField, observeOperation } from '../server/observability/metrics/graphql';
import { openStatement } from '../server/observability/metrics/database';
import { scopeFields, withScope } from '../server/scope';
import { withSpan } from '../server/observability/tracing/spans';
import { createTestServices, installServices } from '../server/testing/test-services';
import { clientAddressHeader } from '../server/accounts/client-address';
import { serveGraphql } from '../server/graphql/http';
import { percentile } from './statistics';

const REQUESTS = 300;
const ROUNDS = 7;
const CALLS = 20_000;
/** Statements of the database in the request below. */
const STATEMENTS = 4;

/** Everything that is called for one request. */
async function observeOnce(): Promise<void> {
  await withScope({ requestId: 'x'.repeat(16) }, async () => {
    await withSpan('graphql', {}, async () => {
      for (let index = 0; index < STATEMENTS; index++) openStatement('read')();
      withSpan('Query.runs', {}, () => observeField('Query.runs', 0.001));
      scopeFields();
    });
    observeOperation('other', 0.001);
  });
  countRequest('/api/graphql', 'POST', 200, 0.001);
}

/** Prints the share of a request's time that observing takes. */
export async function benchObservability(): Promise<void> {
  const services = await createTestServices({
    RATE_LIMIT_REQUESTS_PER_ADDRESS: '0',
    RATE_LIMIT_WORK_PER_MINUTE: '0',
  });
  const uninstall = installServices(services);
  const body = JSON.stringify({
    query: '{ runs(first: 20) { edges { node { id status } } } viewer { id } }',
  });
  const headers = { host: '127.0.0.1', 'content-type': 'application/json', [clientAddressHeader()]: '::1' };
  const request = async (): Promise<void> => {
    const url = 'http://127.0.0.1/api/graphql';
    await (await serveGraphql(new Request(url, { method: 'POST', headers, body }))).text();
  };
  const time = async (work: () => Promise<void>, count: number): Promise<number> => {
    const started = performance.now();
    for (let index = 0; index < count; index++) await work();
    return (performance.now() - started) / count;
  };
  await time(request, REQUESTS);
  await time(observeOnce, CALLS);
  const shares: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const requestMs = await time(request, REQUESTS);
    const observingMs = await time(observeOnce, CALLS);
    shares.push(observingMs / requestMs);
    console.log(
      `request ${requestMs.toFixed(3)} ms, observing ${(1000 * observingMs).toFixed(1)} µs: ${(100 * shares.at(-1)!).toFixed(2)}%`,
    );
  }
  console.log(`median share: ${(100 * percentile(shares, 0.5)).toFixed(2)}%`);
  uninstall();
  await services.dispose();
}
