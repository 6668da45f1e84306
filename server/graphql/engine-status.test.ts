/** What different people are told of an engine that does not run. */
import { graphql } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { administratorCookie } from '../accounts/administrator';
import type { EngineStatus } from '../engine/status';
import { createTestServices, type TestServices } from '../testing/test-services';
import { createContext } from './context';
import { schema } from './schema';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.dispose());

const REASON = "The engine could not be started: /srv/patchbay/process.js is missing. Run 'npm run build'.";

async function reasonFor(state: EngineStatus['state'], cookie: string | null): Promise<unknown> {
  const engine = { ...services.engine, status: () => ({ state, provider: null, pid: null, reason: REASON }) };
  const exchange = { header: (name: string) => (name === 'cookie' ? cookie : null), setCookie: () => {} };
  const contextValue = await createContext(exchange, { ...services, engine });
  const { data, errors } = await graphql({ schema, source: '{ engine { reason } }', contextValue });
  expect(errors).toBeUndefined();
  return (data as unknown as { engine: { reason: unknown } }).engine.reason;
}

it('administrators read the reason, with what to do', async () => {
  expect(await reasonFor('restarting', administratorCookie(services, false).split(';')[0]!)).toBe(REASON);
});

it.each(['starting', 'restarting', 'stopped'] as const)('strangers read no path: %s', async (state) => {
  expect(await reasonFor(state, null)).toMatch(/^The engine [\w ]+\.$/);
});
