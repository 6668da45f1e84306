/** A site to be fuzzed: people, runs and findings, and the ids that its answers have named. */
import { administratorCookie } from '../../accounts/administrator';
import { createAccessToken } from '../../accounts/access-tokens';
import { clientAddressHeader } from '../../accounts/client-address';
import { serveGraphql } from '../../graphql/http';
import { startDispatcher } from '../../runs/queue/dispatcher';
import { followProgress } from '../../runs/queue/progress';
import { openBrowser } from '../browser';
import { createTestServices, installServices, type TestServices } from '../test-services';

export const PEOPLE = ['nobody', 'guest', 'owner', 'member', 'administrator', 'reader'] as const;
export type Person = (typeof PEOPLE)[number];

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface FuzzedSite {
  readonly services: TestServices;
  /** Sends an operation over HTTP, as the site's route serves it. @param variables as JSON. */
  send(person: Person, query: string, variables: string): Promise<Answer>;
  /** An id of a type that answers have named; of any type for ''. */
  readonly pick: (type: string, index: number) => string | undefined;
  /** Gives everybody an identity again, and the owner runs, a finding and a collection: operations delete them. */
  refill(): Promise<void>;
  close(): Promise<void>;
}

const OTHER_PAIR = {
  clean: 'When Tom and James went out, Tom gave it to',
  corrupted: 'When Tom and James went out, James gave it to',
  correct: ' James',
  incorrect: ' Tom',
};

/** Ids kept of each type; older ones make room. */
const KEPT = 60;
const HOST = '127.0.0.1:3000';
const PAIR = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const NO_LIMITS = Object.fromEntries(
  [
    'RATE_LIMIT_GUESTS_PER_HOUR',
    'RATE_LIMIT_SIGN_INS_PER_HOUR',
    'RATE_LIMIT_WORK_PER_MINUTE',
    'RATE_LIMIT_REQUESTS_PER_ADDRESS',
  ].map((name) => [name, '0']),
);

/** @param env settings beside those of a test. */
export async function openFuzzedSite(env: Record<string, string> = {}): Promise<FuzzedSite> {
  const services = await createTestServices({ ...NO_LIMITS, HF_ENDPOINT: 'http://127.0.0.1:9', ...env });
  const uninstall = installServices(services);
  const dispatcher = startDispatcher(services, services.engine);
  const headers = new Map<Person, Record<string, string>>();
  const ids = new Map<string, string[]>();
  let accounts = 0;

  const keep = (type: string, id: string): void => {
    const kept = ids.get(type) ?? [];
    if (kept.includes(id)) return;
    ids.set(type, [...kept, id].slice(-KEPT));
  };
  const harvest = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(harvest);
    if (typeof value !== 'object' || value === null) return;
    const { __typename: type, id, slug } = value as { __typename?: unknown; id?: unknown; slug?: unknown };
    if (typeof type === 'string') {
      for (const name of [id, slug]) if (typeof name === 'string') keep(type, name);
    }
    Object.values(value).forEach(harvest);
  };
  const send = async (person: Person, query: string, variables: string): Promise<Answer> => {
    const response = await serveGraphql(
      new Request(`http://${HOST}/api/graphql`, {
        method: 'POST',
        headers: {
          host: HOST,
          'content-type': 'application/json',
          [clientAddressHeader()]: '198.51.100.7',
          ...headers.get(person),
        },
        body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
      }),
    );
    const body = await response.text();
    if (body.startsWith('{')) harvest(JSON.parse(body));
    return { status: response.status, body };
  };
  const need = async <T>(person: Person, query: string, variables: object): Promise<T> => {
    const { body } = await send(person, query, JSON.stringify(variables));
    const { data, errors } = JSON.parse(body) as { data?: T; errors?: { message: string }[] };
    if (errors) throw new Error(errors[0]!.message);
    return data!;
  };
  const signUp = async (person: Person): Promise<void> => {
    const browser = openBrowser(services);
    await browser.signUp(`${person}-${++accounts}@example.org`, person);
    headers.set(person, { cookie: browser.cookie() });
    await need(person, '{ viewer { __typename id sessions { __typename id } } }', {});
  };
  const ensure = async (person: 'owner' | 'member'): Promise<void> => {
    const { viewer } = await need<{ viewer: { role: string } | null }>(
      person,
      '{ viewer { role } }',
      {},
    ).catch(() => ({ viewer: null }));
    if (viewer?.role === 'MEMBER') return;
    await signUp(person);
    const { id } = (await need<{ viewer: { id: string } }>(person, '{ viewer { id } }', {})).viewer;
    if (person !== 'member') return;
    const { token } = await createAccessToken(services.db, async () => id, 'reader', 'READ');
    headers.set('reader', { authorization: `Bearer ${token}` });
  };
  const refill = async (): Promise<void> => {
    if (accounts === 0) {
      // The first account is that of the administrator.
      await signUp('administrator');
      headers.set('administrator', {
        cookie: `${headers.get('administrator')!['cookie']}; ${administratorCookie(services, false).split(';')[0]}`,
      });
    }
    await ensure('owner');
    await ensure('member');
    const guest = openBrowser(services);
    await guest.ask('mutation { createAccessToken(name: "guest") { accessToken { id } } }');
    headers.set('guest', { cookie: guest.cookie() });
    // One run of the member, and two of the owner, of which one is published.
    let ofMember = '';
    for (const [index, person] of (['member', 'owner', 'owner'] as const).entries()) {
      const { createRun } = await need<{ createRun: { id: string } }>(
        person,
        'mutation ($input: CreateRunInput!) { createRun(input: $input) { __typename id } }',
        {
          input: {
            model: 'fake',
            pairs: [PAIR, OTHER_PAIR],
            sweeps: ['HEAD_Z', 'RESID_PRE'],
            recompute: true,
          },
        },
      );
      for await (const _progress of followProgress(services, createRun.id));
      if (index === 0) ofMember = createRun.id;
      if (index === 1) keep('SpareRun', createRun.id);
      if (index < 2) continue;
      const { publishFinding: finding } = await need<{ publishFinding: { id: string } }>(
        person,
        'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { __typename id slug claims { __typename id } } }',
        {
          input: {
            runId: createRun.id,
            title: 'Name movers',
            summary: 'Heads of [[L1H2]] move.',
            claims: ['z[1.2] > 0.1'],
            tags: ['ioi'],
          },
        },
      );
      keep('OwnFinding', finding.id);
      const { attachEvidence } = await need<{ attachEvidence: { id: string } }>(
        'member',
        `mutation ($findingId: ID!, $runId: ID!) {
          attachEvidence(findingId: $findingId, runId: $runId, stance: SUPPORTS, note: "The same.") { __typename id } }`,
        { findingId: finding.id, runId: ofMember },
      );
      keep('OwnEvidence', attachEvidence.id);
      const { createCollection } = await need<{ createCollection: { id: string } }>(
        person,
        'mutation ($input: CollectionInput!) { createCollection(input: $input) { __typename id slug } }',
        { input: { title: 'Heads', visibility: 'UNLISTED' } },
      );
      keep('OwnCollection', createCollection.id);
    }
  };
  return {
    services,
    send,
    pick: (type, index) => {
      const known = type === '' ? [...ids.values()].flat() : (ids.get(type) ?? []);
      return known.length === 0 ? undefined : known[known.length - 1 - (index % known.length)];
    },
    refill,
    async close() {
      await dispatcher.stop();
      uninstall();
      await services.dispose();
    },
  };
}
