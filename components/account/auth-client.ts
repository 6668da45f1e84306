/** Requests of the browser to better-auth, and the places of their errors in a form. */
import { passkeyClient } from '@better-auth/passkey/client';
import { createAuthClient } from 'better-auth/client';

const create = () => createAuthClient({ plugins: [passkeyClient()] });
let client: ReturnType<typeof create> | null = null;

/** The client of this page; it must be asked for in the browser, whose address it takes. */
export function authClient(): ReturnType<typeof create> {
  return (client ??= create());
}

/** Fields of the forms. */
export type AuthField = 'name' | 'email' | 'password' | 'currentPassword';

/** A refusal, and the field that it is about; null for the form as a whole. */
export interface AuthProblem {
  readonly field: AuthField | null;
  readonly message: string;
}

interface AuthError {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly status?: number;
}

/** Browsers do not tell a page which of these it was. */
const NOT_USED =
  'No passkey was used: it was cancelled, it took too long, or this device has none for this site.';
const NEEDS_NAME =
  'Browsers use passkeys under a host name only. Open the site under its host name, such as localhost on this machine, then try again.';

const aboutPasskey = (message: string): AuthProblem => ({ field: null, message });

const PROBLEMS: Record<string, AuthProblem> = {
  USER_ALREADY_EXISTS: { field: 'email', message: 'This address has an account. Sign in instead.' },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: {
    field: 'email',
    message: 'This address has an account. Sign in instead.',
  },
  INVALID_EMAIL: { field: 'email', message: 'This is not an e-mail address.' },
  VALIDATION_ERROR: { field: 'email', message: 'This is not an e-mail address.' },
  INVALID_EMAIL_OR_PASSWORD: { field: 'password', message: 'The address or the password is wrong.' },
  INVALID_PASSWORD: { field: 'currentPassword', message: 'This is not the password of the account.' },
  PASSWORD_TOO_SHORT: { field: 'password', message: 'The password is too short; use at least 8 characters.' },
  PASSWORD_TOO_LONG: { field: 'password', message: 'The password is too long; use up to 128 characters.' },
  INVALID_TOKEN: { field: null, message: 'The link is used or older than an hour. Ask for a new one.' },
  EMAIL_PASSWORD_SIGN_UP_DISABLED: { field: null, message: 'This site makes no new accounts.' },
  SESSION_NOT_FRESH: { field: null, message: 'You signed in long ago. Sign out, sign in again, and retry.' },
  AUTH_CANCELLED: aboutPasskey(NOT_USED),
  ERROR_CEREMONY_ABORTED: aboutPasskey(NOT_USED),
  // The browser's NotAllowedError.
  ERROR_PASSTHROUGH_SEE_CAUSE_PROPERTY: aboutPasskey(NOT_USED),
  ERROR_INVALID_DOMAIN: aboutPasskey(NEEDS_NAME),
  ERROR_INVALID_RP_ID: aboutPasskey(NEEDS_NAME),
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: aboutPasskey(
    'This device has a passkey of the account already.',
  ),
  CHALLENGE_NOT_FOUND: aboutPasskey('It took too long to confirm the passkey. Try again.'),
  PASSKEY_NOT_FOUND: aboutPasskey(
    'No account has this passkey. Sign in with the password, or remove the passkey from this device.',
  ),
  AUTHENTICATION_FAILED: aboutPasskey('The passkey was not accepted. Sign in with the password.'),
  FAILED_TO_VERIFY_REGISTRATION: aboutPasskey('The passkey was not accepted. Try again.'),
};

/** Codes that GitHub's sign-in adds to the address of the page. */
const OAUTH_PROBLEMS: Record<string, string> = {
  account_not_linked:
    'An account with this e-mail address exists. Sign in with its password, then connect GitHub on the page /account.',
  signup_disabled: 'This site makes no new accounts.',
  access_denied: 'GitHub did not confirm who you are.',
};

/** Reads an error of better-auth. */
export function readAuthError({ code, message, status }: AuthError): AuthProblem {
  if (code === 'INVALID_NAME') return { field: 'name', message: message ?? 'The name is not valid.' };
  const known = code === undefined ? undefined : PROBLEMS[code];
  if (known) return known;
  if (message) return { field: null, message };
  return status
    ? { field: null, message: `The server answered with status ${status}. Try again in a moment.` }
    : { field: null, message: 'The server cannot be reached. Check that it is running, then try again.' };
}

/** Reads the code that a sign-in at another site has left in the address. */
export function readOauthError(code: string): string {
  return OAUTH_PROBLEMS[code] ?? `Signing in with GitHub failed (${code.replaceAll(/[^\w -]/g, '')}).`;
}

/** The page of this site that a form leads to; the gallery for anything else. */
export function readDestination(next: string): string {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : '/';
}

/** Opens a page anew, so that everything on it is that of the new identity. */
export function openPage(path: string): void {
  window.location.assign(path);
}

/** A page with the same destination. */
export function withNext(path: string, next: string): string {
  return next === '' ? path : `${path}?next=${encodeURIComponent(next)}`;
}
