/** The context of a request, for all resolvers. */
import { setMaxListeners } from 'node:events';
import { clientAddress } from '../accounts/client-address';
import { identify } from '../accounts/identify';
import { becomeGuest, identityCookie } from '../accounts/identity';
import type { Action, Requester } from '../accounts/policy';
import type { Asker } from '../accounts/rate-limits';
import { requestOrigin } from '../http/origin';
import { engineForRequest } from '../services/request-engine';
import { services as processServices, type Services } from '../services/services';
import { createLoaders, type Loaders } from './loaders';
import { createBudget, type Budget } from './budget';

/** The part of the HTTP exchange that a context needs. */
export interface Exchange {
  /** A header of the request, by its lower-case name; null if it is missing. */
  header(name: string): string | null;
  /** Adds a Set-Cookie header to the response. Queries never do. */
  setCookie(header: string): void;
  /** Whether the browser uses HTTPS; cookies are then marked secure. */
  readonly isSecure?: boolean;
  /** Aborts when the client disconnects. */
  readonly signal?: AbortSignal;
}

export interface Context {
  readonly services: Services;
  readonly loaders: Loaders;
  /** User id of the requester; null for a visitor without an identity. */
  readonly viewerId: string | null;
  /** User id of the requester; a visitor without an identity becomes a guest and gets the cookie. */
  readonly act: () => Promise<string>;
  /** The requester, as the policy sees it. */
  readonly requester: Requester;
  /** Session of a browser that is signed in; null for others. */
  readonly sessionId: string | null;
  /** What the operation was allowed only because the requester is an administrator, until it is in the audit log. */
  readonly administered: Set<Action>;
  /** The cost of this operation so far. */
  readonly budget: Budget;
  /** Units of work that were charged before it ran. */
  admittedUnits?: number;
  /** Aborts when the client disconnects; long work checks it between its steps. */
  readonly signal: AbortSignal | undefined;
  /** The requester, as limits count them. */
  readonly asker: Asker;
}

/**
 * Creates the context of one request.
 *
 * @throws UNAUTHENTICATED for an invalid access token; such a request is not treated as a guest's.
 */
export async function createContext(
  exchange: Exchange,
  services: Services = processServices(),
): Promise<Context> {
  const header = (name: string): string | null => exchange.header(name);
  const origin = requestOrigin(header, exchange.isSecure ?? false);
  const { userId, role, tokenScope, sessionId } = await identify(services, header, origin);
  let viewerId = userId;
  let acting: Promise<string> | null = null;
  const address = clientAddress(header);
  const identifyGuest = async (): Promise<string> => {
    const guest = await becomeGuest(services.db, () => services.rates.takeGuest(address));
    exchange.setCookie(identityCookie(guest.id, services.secret, exchange.isSecure ?? false));
    viewerId = guest.id;
    return guest.id;
  };
  const administered = new Set<Action>();
  const requester = {
    get userId() {
      return viewerId;
    },
    get role() {
      return role ?? (viewerId === null ? null : 'GUEST');
    },
    isAdministrator: role === 'ADMINISTRATOR',
    noteAdministration: (action: Action) => void administered.add(action),
    tokenScope,
  };
  // Each call of the engine that an operation waits for adds a listener, so many listeners are no leak.
  if (exchange.signal) setMaxListeners(0, exchange.signal);
  const { engine } = services;
  return {
    services: {
      ...services,
      engine:
        engine &&
        engineForRequest(engine, services.engineTurns, services.longTurns, address, exchange.signal),
    },
    loaders: createLoaders(services, requester),
    get viewerId() {
      return viewerId;
    },
    requester,
    sessionId,
    administered,
    budget: createBudget(),
    signal: exchange.signal,
    get asker() {
      return { address, userId: viewerId };
    },
    act: async () => viewerId ?? (acting ??= identifyGuest()),
  };
}
