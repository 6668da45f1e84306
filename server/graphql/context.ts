/** What every resolver knows of the request it serves. */
import { isAdministrator, requireAdministrator } from '../accounts/administrator';
import { clientAddress } from '../accounts/client-address';
import { createGuest, findUser, identityCookie, readIdentity } from '../accounts/identity';
import type { Asker } from '../accounts/rate-limits';
import { services as processServices, type Services } from '../services';
import { createLoaders, type Loaders } from '../loaders';
import { createBudget, type Budget } from './budget';

/** What a context needs of the HTTP exchange. */
export interface Exchange {
  /** A header of the request, by its lower-case name; null when it has none. */
  header(name: string): string | null;
  /** Takes a Set-Cookie header for the response; pages that only read never cause one. */
  setCookie(header: string): void;
  /** Whether the visitor came by HTTPS; then cookies are kept to it. */
  readonly isSecure?: boolean;
  /** Aborts when the client is gone. */
  readonly signal?: AbortSignal;
}

export interface Context {
  readonly services: Services;
  readonly loaders: Loaders;
  /** Id of who is asking; null for a visitor who has not acted yet. */
  readonly viewerId: string | null;
  /** Id of who is acting: a visitor without identity becomes a guest, and gets the cookie. */
  readonly act: () => Promise<string>;
  /** Whether the one who asks may install models. */
  readonly isAdministrator: boolean;
  /** @throws FORBIDDEN for anybody who may not. */
  readonly requireAdministrator: () => void;
  /** What this operation has cost so far. */
  readonly budget: Budget;
  /** Units of work that were counted before it ran. */
  admittedUnits?: number;
  /** Aborts when the client is gone; long work looks at it between its steps. */
  readonly signal: AbortSignal | undefined;
  /** Who is asking, as limits count them. */
  readonly asker: Asker;
}

/** Makes the context of one request. */
export async function createContext(
  exchange: Exchange,
  services: Services = processServices(),
): Promise<Context> {
  const viewer = await findUser(services.db, readIdentity(exchange.header('cookie'), services.secret));
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
    header: (name: string) => exchange.header(name),
  };
  return {
    services,
    loaders: createLoaders(services),
    get viewerId() {
      return viewerId;
    },
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
