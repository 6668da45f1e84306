/** Addresses of a started site: for visitors, and for administrators. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Addresses that stand for all of this machine. */
const WILDCARDS = ['0.0.0.0', '::'];

/**
 * Makes the address of a site that listens on `host`:`port`, and a note on settings if other machines can reach it.
 *
 * @param env its environment.
 */
export function readAddresses({ host, port, env }) {
  const name = WILDCARDS.includes(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  const isLocal = /^(localhost$|127\.|::1$)/.test(host);
  const note = 'Other machines reach it by IP address; to serve a name as well, set ALLOWED_HOSTS=name.';
  return { address: `http://${name}:${port}`, note: isLocal || env.ALLOWED_HOSTS ? null : note };
}

/**
 * Reads the address that makes an administrator of the browser that opens it.
 *
 * @param address of the site, which has been started: it keeps its token in DATA_DIR.
 */
export function readAdministratorAddress(address, env) {
  const file = path.resolve(env.DATA_DIR || '.data', 'administrator-token');
  try {
    const token = env.ADMIN_TOKEN || readFileSync(file, 'utf8').trim();
    return `${address}/admin?token=${encodeURIComponent(token)}`;
  } catch (error) {
    return `unknown: ${file} cannot be read (${error.code})`;
  }
}
