/** Every kind of fault that the campaign injects. docs/fault-campaign.md describes them for people. */

/** A way to run the site: one process with SQLite; or PostgreSQL and Redis with web replicas and workers. */
export const SETUPS = ['sqlite', 'postgresql'] as const;
export type Setup = (typeof SETUPS)[number];

export const WEBS: Readonly<Record<Setup, readonly string[]>> = {
  sqlite: ['web1'],
  postgresql: ['web1', 'web2'],
};
export const WORKERS: Readonly<Record<Setup, readonly string[]>> = {
  sqlite: [],
  postgresql: ['worker1', 'worker2'],
};

/** Parts whose engine can fail by itself. */
const ENGINES: Readonly<Record<Setup, readonly string[]>> = {
  sqlite: WEBS.sqlite,
  postgresql: WORKERS.postgresql,
};

/** Connections that lead through a proxy of the campaign, as `from-to`. */
export const LINKS: Readonly<Record<Setup, readonly string[]>> = {
  sqlite: ['client-web1'],
  postgresql: [
    'client-web1',
    'client-web2',
    ...['web1', 'web2', 'worker1', 'worker2'].flatMap((part) => [`${part}-postgresql`, `${part}-redis`]),
  ],
};

/** What a fault of a kind is. */
export interface Kind {
  readonly id: string;
  /** Parts or links that it can be injected into; none: it is not for this set-up. */
  readonly targets: (setup: Setup) => readonly string[];
  /** How often it is drawn, relative to the others. */
  readonly weight: number;
  /** How long it lasts, in ms. */
  readonly lasts: readonly [least: number, most: number];
}

/** The lease of runs in the campaign, in ms; pauses are longer. */
export const LEASE_MS = 3000;

/** Links within the site: whether a client notices that its own connection is dead is not the site's affair. */
function listInnerLinks(setup: Setup): readonly string[] {
  return LINKS[setup].filter((link) => !link.startsWith('client-'));
}

const on =
  (sqlite: readonly string[], postgresql: readonly string[]) =>
  (setup: Setup): readonly string[] =>
    setup === 'sqlite' ? sqlite : postgresql;
const ofServer = (name: 'postgresql' | 'redis') => on([], [name]);
const AT_ONCE = [0, 0] as const;
const PAST_LEASE = [LEASE_MS + 1000, LEASE_MS + 3500] as const;

export const KINDS: readonly Kind[] = [
  { id: 'kill-web', targets: (setup) => WEBS[setup], weight: 4, lasts: AT_ONCE },
  { id: 'kill-worker', targets: (setup) => WORKERS[setup], weight: 5, lasts: AT_ONCE },
  { id: 'kill-engine', targets: (setup) => ENGINES[setup], weight: 5, lasts: AT_ONCE },
  { id: 'kill-postgresql', targets: ofServer('postgresql'), weight: 4, lasts: [0, 2000] },
  { id: 'kill-redis', targets: ofServer('redis'), weight: 4, lasts: [0, 2000] },
  { id: 'pause-web', targets: (setup) => WEBS[setup], weight: 3, lasts: PAST_LEASE },
  { id: 'pause-worker', targets: (setup) => WORKERS[setup], weight: 3, lasts: PAST_LEASE },
  { id: 'pause-engine', targets: (setup) => ENGINES[setup], weight: 3, lasts: PAST_LEASE },
  { id: 'pause-postgresql', targets: ofServer('postgresql'), weight: 2, lasts: PAST_LEASE },
  { id: 'pause-redis', targets: ofServer('redis'), weight: 2, lasts: PAST_LEASE },
  { id: 'net-cut', targets: (setup) => LINKS[setup], weight: 4, lasts: [500, 5000] },
  { id: 'net-stall', targets: (setup) => LINKS[setup], weight: 4, lasts: [1000, 6000] },
  { id: 'net-reset', targets: (setup) => LINKS[setup], weight: 4, lasts: AT_ONCE },
  { id: 'net-slow', targets: (setup) => LINKS[setup], weight: 3, lasts: [2000, 4000] },
  { id: 'net-dead', targets: listInnerLinks, weight: 4, lasts: AT_ONCE },
  { id: 'disk-full', targets: on(['web1'], ['postgresql']), weight: 3, lasts: [2000, 4000] },
  { id: 'disk-slow', targets: on(['web1'], ['postgresql']), weight: 3, lasts: [3000, 5000] },
  {
    id: 'clock-step',
    targets: on(['web1'], ['web1', 'worker1', 'postgresql']),
    weight: 3,
    lasts: [3000, 5000],
  },
  { id: 'db-locked', targets: on(['web1'], []), weight: 2, lasts: [10_000, 10_000] },
  { id: 'race-submit', targets: (setup) => WEBS[setup].slice(0, 1), weight: 3, lasts: AT_ONCE },
  { id: 'race-edit', targets: (setup) => WEBS[setup].slice(0, 1), weight: 3, lasts: AT_ONCE },
  { id: 'race-replicate', targets: (setup) => WEBS[setup].slice(0, 1), weight: 3, lasts: AT_ONCE },
  { id: 'race-cancel', targets: (setup) => WEBS[setup].slice(0, 1), weight: 3, lasts: AT_ONCE },
  { id: 'race-start', targets: (setup) => WEBS[setup].slice(0, 1), weight: 2, lasts: AT_ONCE },
  { id: 'race-web', targets: on(['web1'], []), weight: 2, lasts: [2000, 4000] },
];

export type KindId = (typeof KINDS)[number]['id'];
