/**
 * Rate limits of one address, one visitor and all visitors together.
 *
 * They are counted in this process. Each limit of an address is a setting; 0 turns it off. The cost of a single operation is
 * limited by its budget (server/graphql/budget.ts); these limits apply to operations over time and at the same time.
 */
import type { Config } from '../config';
import { AppError } from '../errors';
import { countRefusal, type RateLimitName } from '../observability/metrics/http';
import { createTokenBuckets, type TokenBuckets } from './token-buckets';

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
  readonly standings: (asker: Asker) => Standing[];
  /** Where an address stands with attempts to sign in. */
  readonly signInStandings: (address: string) => Standing[];
  /** Counts a new guest. @throws QUOTA_EXCEEDED */
  readonly takeGuest: (address: string) => void;
  /**
   * Counts an attempt to sign in, sign up or reset a password.
   *
   * @param email whose account it is about; null when it names none. All addresses together may try ten times as often as one.
   * @throws QUOTA_EXCEEDED saying when to try again.
   */
  readonly takeSignIn: (address: string, email: string | null) => void;
  /** Counts a comment or a report. @throws QUOTA_EXCEEDED saying when to try again. */
  readonly takePost: (asker: Asker) => void;
  /** Counts work before it starts. @throws QUOTA_EXCEEDED saying when to try again. */
  readonly takeWork: (asker: Asker, units: number) => void;
  /** Counts work that is known only afterwards. */
  readonly chargeWork: (asker: Asker, units: number) => void;
  /** Counts a request that is served until `release` is called. @throws QUOTA_EXCEEDED */
  readonly openRequest: (address: string) => () => void;
  /** Counts a stream that is open until `release` is called. @throws QUOTA_EXCEEDED */
  readonly openStream: (address: string) => () => void;
}

/** All visitors together may do as much work as this many addresses. */
const ALL_ADDRESSES = 20;
/** All visitors together may try to sign in to one account as often as this many addresses. */
const ADDRESSES_OF_AN_ACCOUNT = 10;
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

/** @param now clock in ms, for tests. */
export function createRateLimits(settings: Settings, now?: () => number): RateLimits {
  const buckets = (capacity: number, seconds: number): TokenBuckets | null =>
    capacity === 0 ? null : createTokenBuckets({ capacity, perSecond: capacity / seconds, now });
  const guests = buckets(settings.guestsPerHour, 3600);
  const signIns = buckets(settings.signInsPerHour, 3600);
  const signInsOfAccounts = buckets(ADDRESSES_OF_AN_ACCOUNT * settings.signInsPerHour, 3600);
  const posts = buckets(settings.postsPerHour, 3600);
  const work = buckets(settings.workPerMinute, 60);
  const allWork = buckets(ALL_ADDRESSES * settings.workPerMinute, 60);
  const requests = createCounter('requests', 'requests', settings.requestsPerAddress, MAX_REQUESTS);
  const streams = createCounter('streams', 'open streams', settings.streamsPerAddress, settings.maxStreams);

  const keysOf = ({ address, userId }: Asker): string[] => [
    `address ${address}`,
    ...(userId === null ? [] : [`user ${userId}`]),
  ];
  const takeFrom = (
    limit: RateLimitName,
    bucket: TokenBuckets | null,
    key: string,
    units: number,
    message: string,
  ): void => {
    const waitMs = bucket?.take(key, units) ?? 0;
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
    takeSignIn(address, email) {
      const limit = `the limit is ${settings.signInsPerHour} attempts to sign in, sign up or reset a password an hour.`;
      takeFrom('sign-ins', signIns, address, 1, `Your address has tried too often; ${limit}`);
      if (email !== null)
        takeFrom(
          'sign-ins',
          signInsOfAccounts,
          email,
          1,
          'Somebody has tried too often to get into this account.',
        );
    },
    takePost(asker) {
      const message = `You have written too many comments and reports; the limit is ${settings.postsPerHour} an hour.`;
      for (const key of keysOf(asker)) takeFrom('posts', posts, key, 1, message);
    },
    takeWork(asker, units) {
      const limit = `the limit is ${settings.workPerMinute} units of work a minute`;
      for (const key of keysOf(asker)) {
        takeFrom(
          'work',
          work,
          key,
          units,
          `Your requests have cost more than ${settings.workPerMinute} units; ${limit}.`,
        );
      }
      takeFrom('work', allWork, EVERYBODY, units, 'The site is overloaded.');
    },
    chargeWork(asker, units) {
      for (const key of keysOf(asker)) work?.charge(key, units);
      allWork?.charge(EVERYBODY, units);
    },
    standings: ({ address, userId }) => [
      ...standingOf(work, 'work-address', WORK, `address ${address}`, settings.workPerMinute, 60),
      ...(userId === null
        ? []
        : standingOf(work, 'work-user', WORK, `user ${userId}`, settings.workPerMinute, 60)),
      ...requests.standings('requests-address', address),
    ],
    signInStandings: (address) =>
      standingOf(signIns, 'sign-ins-address', null, address, settings.signInsPerHour, 3600),
    openRequest: requests.open,
    openStream: streams.open,
  };
}

function standingOf(
  buckets: TokenBuckets | null,
  name: string,
  unit: string | null,
  key: string,
  quota: number,
  windowSeconds: number,
): Standing[] {
  if (!buckets) return [];
  const { level, fullInMs } = buckets.read(key);
  const remaining = Math.max(0, Math.floor(level));
  return [{ name, quota, unit, windowSeconds, remaining, resetSeconds: Math.ceil(fullInMs / 1000) }];
}

/** Counts open requests or streams, by address and in total; a limit of 0 means none. */
function createCounter(limit: RateLimitName, what: string, perAddress: number, inAll: number) {
  const open = new Map<string, number>();
  let total = 0;
  return {
    open: (address: string): (() => void) => {
      const mine = open.get(address) ?? 0;
      if (perAddress > 0 && mine >= perAddress) {
        countRefusal(limit);
        const message = `Your address has ${mine} ${what} at the same time; the limit is ${perAddress}. Wait for one to end.`;
        const details = { figure: mine + 1, limit: perAddress, retryAfterMs: SOON_MS };
        throw new AppError('QUOTA_EXCEEDED', message, { details });
      }
      if (inAll > 0 && total >= inAll) {
        countRefusal(limit);
        const message = `The site has ${total} ${what} at the same time; the limit is ${inAll}. Try again in a few seconds.`;
        const details = { figure: total + 1, limit: inAll, retryAfterMs: SOON_MS };
        throw new AppError('QUOTA_EXCEEDED', message, { details });
      }
      open.set(address, mine + 1);
      total++;
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        total--;
        const left = (open.get(address) ?? 1) - 1;
        if (left === 0) open.delete(address);
        else open.set(address, left);
      };
    },
    standings(name: string, address: string): Standing[] {
      if (perAddress === 0) return [];
      const remaining = Math.max(0, perAddress - (open.get(address) ?? 0));
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
