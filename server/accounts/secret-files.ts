/** Names of the files with secrets in the data folder. */

/** The key that signs cookies. */
export const SESSION_SECRET_FILE = 'session-secret';
/** The token of the administrator address; scripts/addresses.mjs reads it to print the address. */
export const ADMINISTRATOR_TOKEN_FILE = 'administrator-token';

export const SECRET_FILES = [SESSION_SECRET_FILE, ADMINISTRATOR_TOKEN_FILE] as const;
