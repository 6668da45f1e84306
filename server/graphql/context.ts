/** The context of a request, for all resolvers. */
import { findTokenUser, readBearer } from '../accounts/access-tokens';
import { holdsAdministratorCookie, isAdministrator, requireAdministrator } from '../accounts/administrator';
import { clientAddress } from '../accounts/client-address';
import { createGuest, findUser, identityCookie, readIdentity } from '../accounts/identity';
import type { Asker } from '../accounts/rate-limits';
import { engineForRequest } from '../request-engine';
import { services as processServices, type Services } from '../services';
import { createLoaders, type Loaders } from '../loaders';
import { createBudget, type Budget } from './budget';

/** The part of the HTTP exchange that a context needs. */
export interface Exchange {
  /** A header of the request, by its lower-case name; null if it is missing. */
  header(name: string): string | null;
  /** Adds a Set-Cookie header to the response. Queries never do. */
  setCookie(header: string): void;
  /** Whether the request came by HTTPS; its cookies are then marked secure. */
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
  /** Whether the request is authenticated by an access token instead of the browser's cookie. */
  readonly isByToken: boolean;
  /** Whether the requester is an administrator. */
  readonly isAdministrator: boolean;
  /** @throws FORBIDDEN for other users. */
  readonly requireAdministrator: () => void;
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
  const cookie = exchange.header('cookie');
  const token = readBearer(exchange.header('authorization'));
  const viewer =
    token === null
      ? await findUser(services.db, readIdentity(cookie, services.secret))
      : await findTokenUser(services.db, token);
  let viewerId = viewer?.id ?? null;
  let acting: Promise<string> | null = null;
  const address = clientAddress((name) => exchange.header(name));
  const becomeGuest = async (): Promise<string> => {
    services.rates.takeGuest(address);
    const guest = await createGuest(services.db);
    exchange.setCookie(identityCookie(guest.id, services.secret, exchange.isSecure ?? false));
    viewerId = guest.id;
    return guest.id;
  };
  const visitor = {
    get userId() {
      return viewerId;
    },
    holdsToken: holdsAdministratorCookie(cookie, services),
  };
  const { engine } = services;
  return {
    services: {
      ...services,
      engine:
        engine &&
        engineForRequest(engine, services.engineTurns, services.longTurns, address, exchange.signal),
    },
    loaders: createLoaders(services),
    get viewerId() {
      return viewerId;
    },
    isByToken: token !== null,
    get isAdministrator() {
      return isAdministrator(services.config, visitor);
    },
    requireAdministrator: () => requireAdministrator(services.config, visitor),
    budget: createBudget(),
    signal: exchange.signal,
    get asker() {
      return { address, userId: viewerId };
    },
    act: async () => viewerId ?? (acting ??= becomeGuest()),
  };
}
