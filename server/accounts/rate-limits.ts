/**
 * Rate limits of one address, one visitor and all visitors together.
 *
 * They are counted in this process, or by Redis for all processes of a site (limit-stores.ts). Each limit of an address is a setting; 0 turns it off. The cost of a single operation is
 * limited by its budget (server/graphql/budget.ts); these limits apply to operations over time and at the same time.
 */
import type { Config } from '../config';
import { AppError } from '../errors';
import { countRefusal, type RateLimitName } from '../observability/metrics/http';
import { createMemoryStores, type Buckets, type LimitStores, type OpenCounts } from './limit-stores';

/** The requester, as limits count them. */
export interface Asker {
  /** From clientAddress. */
  readonly address: string;
  /** Id of the user; null for a visitor without an identity. */
  readonly userId: string | null;
}

/** Where a requester stands with a limit. */
export interface Standing {
  readonly name: string;
  readonly quota: number;
  /** What is counted; null for requests. */
  readonly unit: string | null;
  /** Seconds in which the quota comes back; null for what is counted at the same time. */
  readonly windowSeconds: number | null;
  /** Whole units that are left. */
  readonly remaining: number;
  /** Seconds until all of the quota is there; null for what is counted at the same time. */
  readonly resetSeconds: number | null;
}

export interface RateLimits {
  /** Where a requester stands with the limits of work and of requests at the same time; limits that are off are left out. */
  readonly standings: (asker: Asker) => Promise<Standing[]>;
  /** Where an address stands with attempts to sign in. */
  readonly signInStandings: (address: string) => Promise<Standing[]>;
  /** Counts a new guest. @throws QUOTA_EXCEEDED */
  readonly takeGuest: (address: string) => Promise<void>;
  /**
   * Counts an attempt to sign in, sign up or reset a password.
   *
   * @param email whose account it is about; null when it names none. All addresses together may try ten times as often as one.
   * @throws QUOTA_EXCEEDED saying when to try again.
   */
  readonly takeSignIn: (address: string, email: string | null) => Promise<void>;
  /** Counts a comment or a report. @throws QUOTA_EXCEEDED saying when to try again. */
  readonly takePost: (asker: Asker) => Promise<void>;
  /** Counts work before it starts. @throws QUOTA_EXCEEDED saying when to try again. */
  readonly takeWork: (asker: Asker, units: number) => Promise<void>;
  /** Counts work that is known only afterwards. */
  readonly chargeWork: (asker: Asker, units: number) => Promise<void>;
  /** Counts a request that is served until `release` is called. @throws QUOTA_EXCEEDED */
  readonly openRequest: (address: string) => Promise<() => void>;
  /** Counts a stream that is open until `release` is called. @throws QUOTA_EXCEEDED */
  readonly openStream: (address: string) => Promise<() => void>;
}

/** All visitors together may do as much work as this many addresses. */
const ALL_ADDRESSES = 20;
/** All visitors together may try to sign in to one account as often as this many addresses. */
const ADDRESSES_OF_AN_ACCOUNT = 10;
/** Requests that one process serves at the same time. */
const MAX_REQUESTS = 1000;
const EVERYBODY = 'everybody';
/** Name of a unit of work in headers. */
const WORK = 'work';
/** When to try again after too many requests at the same time, in ms. */
const SOON_MS = 1000;

type Settings = Pick<
  Config,
  | 'guestsPerHour'
  | 'signInsPerHour'
  | 'postsPerHour'
  | 'workPerMinute'
  | 'requestsPerAddress'
  | 'streamsPerAddress'
  | 'maxStreams'
>;

/** @param stores where it is counted; by default in this process. */
export function createRateLimits(settings: Settings, stores: LimitStores = createMemoryStores()): RateLimits {
  const buckets = (name: string, capacity: number, seconds: number): Buckets | null =>
    capacity === 0 ? null : stores.buckets(name, capacity, capacity / seconds);
  const guests = buckets('guests', settings.guestsPerHour, 3600);
  const signIns = buckets('sign-ins', settings.signInsPerHour, 3600);
  const signInsOfAccounts = buckets('accounts', ADDRESSES_OF_AN_ACCOUNT * settings.signInsPerHour, 3600);
  const posts = buckets('posts', settings.postsPerHour, 3600);
  const work = buckets('work', settings.workPerMinute, 60);
  const allWork = buckets('all-work', ALL_ADDRESSES * settings.workPerMinute, 60);
  const requests = createCounter(
    'requests',
    'requests',
    stores.openCounts('requests', 'process'),
    settings.requestsPerAddress,
    MAX_REQUESTS,
  );
  const streams = createCounter(
    'streams',
    'open streams',
    stores.openCounts('streams', 'site'),
    settings.streamsPerAddress,
    settings.maxStreams,
  );

  const listKeys = ({ address, userId }: Asker): string[] => [
    `address ${address}`,
    ...(userId === null ? [] : [`user ${userId}`]),
  ];
  const takeFrom = async (
    limit: RateLimitName,
    bucket: Buckets | null,
    key: string,
    units: number,
    message: string,
  ): Promise<void> => {
    const waitMs = (await bucket?.take(key, units)) ?? 0;
    if (waitMs === 0) return;
    countRefusal(limit);
    throw tryAgain(message, waitMs);
  };

  return {
    takeGuest: (address) =>
      takeFrom(
        'guests',
        guests,
        address,
        1,
        `Your address has made ${settings.guestsPerHour} guests; the limit is ${settings.guestsPerHour} an hour. ` +
          'Send the cookie that your first request got.',
      ),
    async takeSignIn(address, email) {
      const limit = `the limit is ${settings.signInsPerHour} attempts to sign in, sign up or reset a password an hour.`;
      await takeFrom('sign-ins', signIns, address, 1, `Your address has tried too often; ${limit}`);
      if (email !== null)
        await takeFrom(
          'sign-ins',
          signInsOfAccounts,
          email,
          1,
          'Somebody has tried too often to get into this account.',
        );
    },
    async takePost(asker) {
      const message = `You have written too many comments and reports; the limit is ${settings.postsPerHour} an hour.`;
      for (const key of listKeys(asker)) await takeFrom('posts', posts, key, 1, message);
    },
    async takeWork(asker, units) {
      const limit = `the limit is ${settings.workPerMinute} units of work a minute`;
      for (const key of listKeys(asker)) {
        await takeFrom(
          'work',
          work,
          key,
          units,
          `Your requests have cost more than ${settings.workPerMinute} units; ${limit}.`,
        );
      }
      await takeFrom('work', allWork, EVERYBODY, units, 'The site is overloaded.');
    },
    async chargeWork(asker, units) {
      await Promise.all([
        ...listKeys(asker).map((key) => work?.charge(key, units)),
        allWork?.charge(EVERYBODY, units),
      ]);
    },
    async standings({ address, userId }) {
      const all = await Promise.all([
        readStanding(work, 'work-address', WORK, `address ${address}`, settings.workPerMinute, 60),
        userId === null
          ? []
          : readStanding(work, 'work-user', WORK, `user ${userId}`, settings.workPerMinute, 60),
        requests.standings('requests-address', address),
      ]);
      return all.flat();
    },
    signInStandings: (address) =>
      readStanding(signIns, 'sign-ins-address', null, address, settings.signInsPerHour, 3600),
    openRequest: (address) => requests.open(address),
    openStream: (address) => streams.open(address),
  };
}

async function readStanding(
  buckets: Buckets | null,
  name: string,
  unit: string | null,
  key: string,
  quota: number,
  windowSeconds: number,
): Promise<Standing[]> {
  if (!buckets) return [];
  const { level, fullInMs } = await buckets.read(key);
  const remaining = Math.max(0, Math.floor(level));
  return [{ name, quota, unit, windowSeconds, remaining, resetSeconds: Math.ceil(fullInMs / 1000) }];
}

/** Counts open requests or streams, by address and in total; a limit of 0 means none. */
function createCounter(
  limit: RateLimitName,
  what: string,
  counts: OpenCounts,
  perAddress: number,
  inAll: number,
) {
  return {
    async open(address: string): Promise<() => void> {
      const { release, mine, total } = await counts.open(address, perAddress, inAll);
      if (release) return release;
      if (perAddress > 0 && mine >= perAddress) {
        countRefusal(limit);
        const message = `Your address has ${mine} ${what} at the same time; the limit is ${perAddress}. Wait for one to end.`;
        const details = { figure: mine + 1, limit: perAddress, retryAfterMs: SOON_MS };
        throw new AppError('QUOTA_EXCEEDED', message, { details });
      }
      countRefusal(limit);
      const message = `The site has ${total} ${what} at the same time; the limit is ${inAll}. Try again in a few seconds.`;
      const details = { figure: total + 1, limit: inAll, retryAfterMs: SOON_MS };
      throw new AppError('QUOTA_EXCEEDED', message, { details });
    },
    async standings(name: string, address: string): Promise<Standing[]> {
      if (perAddress === 0) return [];
      const remaining = Math.max(0, perAddress - (await counts.count(address)));
      const unit = 'concurrent-requests';
      return [{ name, quota: perAddress, unit, windowSeconds: null, remaining, resetSeconds: null }];
    },
  };
}

function tryAgain(message: string, waitMs: number): AppError {
  const seconds = Math.ceil(waitMs / 1000);
  return new AppError('QUOTA_EXCEEDED', `${message} Try again in ${seconds} s.`, {
    details: { retryAfterMs: seconds * 1000 },
  });
}
