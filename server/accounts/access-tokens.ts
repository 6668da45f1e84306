/**
 * API keys, called access tokens: a script that sends one (`Authorization: Bearer pb_…`) acts as the person who made it. One with
 * the scope READ reads only (policy.ts).
 *
 * Only the sha256 of a token is stored, so a copy of the database gives no access. A token is 32 random bytes, too many to
 * guess, so a fast hash is enough.
 */
import { createHash, randomBytes } from 'node:crypto';
import { MAX_ACCESS_TOKEN_NAME, MAX_ACCESS_TOKENS } from '../../domain/limits';
import type { Database } from '../db';
import { wordColumn } from '../db/codec';
import { AppError } from '../errors';
import { log } from '../log';
import { checkName } from './name';
import { TOKEN_SCOPES, type TokenScope } from './policy';

const PREFIX = 'pb_';
/** The time of the last use is stored at most this often. */
const TOUCH_MS = 60_000;

/** A token as its owner sees it. */
export interface AccessToken {
  readonly id: string;
  readonly name: string;
  readonly scope: TokenScope;
  readonly createdAt: Date;
  /** To the minute; null when it has never been used. */
  readonly lastUsedAt: Date | null;
}

/** A token that was just created; it is shown only once. */
export interface NewAccessToken {
  readonly token: string;
  readonly accessToken: AccessToken;
}

const decodeScope = wordColumn('AccessToken.scope', TOKEN_SCOPES);

const SHOWN = { id: true, name: true, scope: true, createdAt: true, lastUsedAt: true } as const;

/** A user's tokens, newest first. */
export async function listAccessTokens(db: Database, userId: string): Promise<AccessToken[]> {
  const rows = await db.accessToken.findMany({ where: { userId }, select: SHOWN, orderBy: { id: 'desc' } });
  return rows.map(shown);
}

/**
 * Creates a token.
 *
 * @param act returns the requester's user id, after making a visitor a guest; called once the input is valid.
 * @throws BAD_USER_INPUT for an invalid name; QUOTA_EXCEEDED for a user with the maximum number of tokens.
 */
export async function createAccessToken(
  db: Database,
  act: () => Promise<string>,
  name: string,
  scope: TokenScope,
): Promise<NewAccessToken> {
  const checked = checkName('name', name, MAX_ACCESS_TOKEN_NAME);
  const userId = await act();
  const token = PREFIX + randomBytes(32).toString('base64url');
  const row = await db.$transaction(async (transaction) => {
    const count = await transaction.accessToken.count({ where: { userId } });
    if (count >= MAX_ACCESS_TOKENS) {
      const message = `You have ${count} access tokens; the limit is ${MAX_ACCESS_TOKENS}. Revoke one that you no longer use.`;
      throw new AppError('QUOTA_EXCEEDED', message);
    }
    return transaction.accessToken.create({
      data: { userId, name: checked, scope, hash: hashToken(token) },
      select: SHOWN,
    });
  });
  return { token, accessToken: shown(row) };
}

/**
 * Revokes one of a user's own tokens; requests with it are refused from then on.
 *
 * @throws NOT_FOUND when the user has no token with this id.
 */
export async function revokeAccessToken(db: Database, userId: string | null, id: string): Promise<string> {
  const number = /^\d{1,9}$/.test(id) ? Number(id) : -1;
  const { count } = await db.accessToken.deleteMany({ where: { id: number, userId: userId ?? '' } });
  if (count === 0) throw new AppError('NOT_FOUND', `You have no access token with the id '${id}'.`);
  return id;
}

/**
 * The token of an Authorization header; null for another scheme, such as the password of a proxy.
 *
 * @param header the whole value; null when the request has none.
 */
export function readBearer(header: string | null): string | null {
  return /^bearer\s+(\S*)\s*$/i.exec(header ?? '')?.[1] ?? null;
}

/**
 * The owner and the scope of a token.
 *
 * @throws UNAUTHENTICATED for an unknown or revoked token.
 */
export async function findTokenUser(
  db: Database,
  token: string,
): Promise<{ readonly userId: string; readonly scope: TokenScope }> {
  const row = await db.accessToken.findUnique({ where: { hash: hashToken(token) } });
  if (!row) {
    const message =
      'The access token is not valid: it is mistyped or has been revoked. Make a new one on the page /account, or send no Authorization header.';
    throw new AppError('UNAUTHENTICATED', message);
  }
  const now = new Date();
  if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() >= TOUCH_MS) {
    // Not awaited: the request neither waits for it nor fails with it.
    db.accessToken
      .updateMany({ where: { id: row.id }, data: { lastUsedAt: now } })
      .catch((error: unknown) =>
        log.warn({ err: error }, 'the last use of an access token could not be stored'),
      );
  }
  return { userId: row.userId, scope: decodeScope(row.scope) };
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function shown({
  id,
  scope,
  ...rest
}: Omit<AccessToken, 'id' | 'scope'> & { id: number; scope: string }): AccessToken {
  return { id: String(id), scope: decodeScope(scope), ...rest };
}
