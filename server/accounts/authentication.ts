/**
 * Accounts: better-auth over this site's database.
 *
 * better-auth owns e-mail addresses, passwords, sessions and passkeys (`UserAccount` and what belongs to it). A `User`, which
 * owns runs and findings, is created and deleted only by this site. An account has the id of its user: a guest who signs up
 * becomes the account, and nothing moves.
 */
import { createHmac } from 'node:crypto';
import { passkey } from '@better-auth/passkey';
import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError, isAPIError } from 'better-auth/api';
import { LRUCache } from 'lru-cache';
import { MAX_PASSWORD, MAX_USER_NAME, MIN_PASSWORD } from '../../domain/limits';
import { SITE_NAME } from '../../domain/site-name';
import type { Config } from '../config';
import type { Database } from '../db';
import { isAppError } from '../errors';
import { log } from '../log';
import { clientAddressHeader } from './client-address';
import { hashSessions } from './hashed-sessions';
import { createGuest, findGuest, readIdentity } from './identity';
import type { Mailer } from './mail';
import { checkName } from './name';

/** Path of better-auth's endpoints. */
export const AUTHENTICATION_PATH = '/api/auth';

const DAY_SECONDS = 24 * 3600;
/** How long a session lasts after the sign-in. */
const SESSION_SECONDS = 90 * DAY_SECONDS;
const RESET_SECONDS = 3600;
/** Sites under IP addresses can have many origins. */
const MAX_ORIGINS = 20;
const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?patchbay\.session_token=/;

interface AuthenticationServices {
  readonly config: Pick<Config, 'administrators' | 'allowSignUp' | 'github'>;
  readonly db: Database;
  readonly mailer: Mailer;
  /** Key that signs cookies. */
  readonly secret: string;
  /** What a new account or session means for runs and findings; see server/ownership. */
  readonly ownership: {
    /** Called when a user has got a name. */
    readonly rename: (userId: string, name: string) => Promise<unknown>;
    /** Called when a guest signs in to an account. */
    readonly adopt: (guestId: string, userId: string) => Promise<void>;
  };
}

/** A browser that is signed in. */
export interface SignedIn {
  readonly userId: string;
  readonly sessionId: string;
}

export interface Authentication {
  /** Answers a request to an endpoint of better-auth. @param origin as the browser sees it. */
  serve(request: Request, origin: string): Promise<Response>;
  /** Who is signed in by a request's Cookie header; null for nobody. */
  findSignedIn(cookieHeader: string | null, origin: string): Promise<SignedIn | null>;
  /** Whether a password is that of an account; null for an account without a password. */
  checkPassword(userId: string, password: string): Promise<boolean | null>;
}

/** Creates the authentication of a site. */
export function createAuthentication(services: AuthenticationServices): Authentication {
  // Secure cookies, passkeys and redirects depend on the origin, and a site may have several: 127.0.0.1, localhost, a proxy.
  const instances = new LRUCache<string, ReturnType<typeof createInstance>>({ max: MAX_ORIGINS });
  const instanceFor = (origin: string) => {
    let instance = instances.get(origin);
    if (!instance) instances.set(origin, (instance = createInstance(services, origin)));
    return instance;
  };
  return {
    serve: (request, origin) => instanceFor(origin).handler(request),
    async findSignedIn(cookie, origin) {
      if (cookie === null || !SESSION_COOKIE.test(cookie)) return null;
      const headers = new Headers({ cookie });
      const found = await instanceFor(origin).api.getSession({ headers, query: { disableRefresh: true } });
      return found && { userId: found.user.id, sessionId: found.session.id };
    },
    async checkPassword(userId, password) {
      const where = { userId, providerId: 'credential' };
      const row = await services.db.userCredential.findFirst({ where, select: { password: true } });
      if (!row?.password) return null;
      const context = await instanceFor('http://localhost').$context;
      return context.password.verify({ hash: row.password, password });
    },
  };
}

function createInstance(services: AuthenticationServices, origin: string) {
  const { config, db, mailer, secret } = services;
  return betterAuth({
    appName: SITE_NAME,
    baseURL: origin,
    basePath: AUTHENTICATION_PATH,
    // A key of its own: what better-auth signs must not be taken for a guest's cookie.
    secret: createHmac('sha256', secret).update('better-auth').digest('hex'),
    database: hashSessions(prismaAdapter(db, { provider: 'sqlite' })),
    user: { modelName: 'userAccount' },
    session: { modelName: 'userSession', expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    account: {
      modelName: 'userCredential',
      encryptOAuthTokens: true,
      // An e-mail address proves nothing: only the owner of an account connects it, on the page /account.
      accountLinking: { disableImplicitLinking: true, allowDifferentEmails: true },
    },
    verification: { modelName: 'oneTimeSecret', storeIdentifier: 'hashed' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: !config.allowSignUp,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: MAX_PASSWORD,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: RESET_SECONDS,
      sendResetPassword: async ({ user, token }) => {
        // Not awaited: the time of an answer must not tell who has an account.
        void mailer.sendReset({ to: user.email, path: `/reset-password?token=${token}` });
      },
    },
    ...(config.github && {
      socialProviders: { github: { ...config.github, disableSignUp: !config.allowSignUp } },
    }),
    plugins: [
      passkey({
        rpName: SITE_NAME,
        rpID: new URL(origin).hostname,
        origin,
        advanced: { webAuthnChallengeCookie: 'passkey' },
        schema: { passkey: { modelName: 'userPasskey' } },
      }),
    ],
    advanced: {
      cookiePrefix: 'patchbay',
      ipAddress: { ipAddressHeaders: [clientAddressHeader()] },
      // Said here because the defaults are others where NODE_ENV is 'test'.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    // server/http/authentication.ts limits attempts, by addresses that cannot be forged.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    onAPIError: {
      errorURL: '/sign-in',
      // Refusals are told to the requester; better-auth would print them.
      onError(error) {
        if (isAPIError(error) && error.statusCode < 500) return;
        log.error({ err: error }, 'a request about an account failed');
      },
    },
    // Only the message: arguments can hold what a user has typed.
    logger: { level: 'warn', log: (level, message) => log[level]({ origin }, `accounts: ${message}`) },
    databaseHooks: createHooks(services),
  });
}

/** Ties accounts to users. */
function createHooks({
  config,
  db,
  secret,
  ownership,
}: AuthenticationServices): BetterAuthOptions['databaseHooks'] {
  const findAsker = (headers: Headers | undefined) =>
    findGuest(db, readIdentity(headers?.get('cookie') ?? null, secret));
  return {
    user: {
      create: {
        async before(account, context) {
          const name = readName(account.name);
          const user = (await findAsker(context?.headers)) ?? (await createGuest(db, name));
          return { data: { ...account, id: user.id, name } };
        },
        async after({ id, name }) {
          await ownership.rename(id, name);
          if (config.administrators.length === 0) await appointFirst(db, id);
        },
      },
    },
    session: {
      create: {
        async after({ userId }, context) {
          const guest = await findAsker(context?.headers);
          if (guest) await ownership.adopt(guest.id, userId);
        },
      },
    },
  };
}

/** @throws APIError INVALID_NAME */
function readName(name: string): string {
  try {
    return checkName('name', name, MAX_USER_NAME);
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw new APIError('BAD_REQUEST', { code: 'INVALID_NAME', message: error.message });
  }
}

/** Makes the first account of a site an administrator; where ADMINISTRATORS names some, it is an account like others. */
async function appointFirst(db: Database, id: string): Promise<void> {
  const first = await db.userAccount.findFirst({
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  if (first?.id === id) await db.userAccount.update({ where: { id }, data: { role: 'ADMINISTRATOR' } });
}
