/**
 * Who may change the machine that the site runs on: install models, publish the notebook's findings on them.
 *
 * ADMINISTRATORS names them. Without it, and while the site listens on this machine only, it is whoever asks from this
 * machine: the request came here directly (no proxy has added another address) and asked for a local name (so that no other
 * site's page can pass for it).
 */
import type { Config } from '../config';
import { AppError } from '../errors';

export interface Visitor {
  /** Null for one who has not acted yet. */
  readonly userId: string | null;
  /** A header of the request. */
  header(name: string): string | null;
}

const LOCAL_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;
const LOCAL_ADDRESS = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/;

/** Whether a visitor is an administrator. */
export function isAdministrator(
  { administrators, host }: Pick<Config, 'administrators' | 'host'>,
  visitor: Visitor,
): boolean {
  if (administrators !== null) return visitor.userId !== null && administrators.includes(visitor.userId);
  if (!LOCAL_NAME.test(host === '::1' ? '[::1]' : host)) return false;
  if (!LOCAL_NAME.test(visitor.header('host') ?? '')) return false;
  const addresses = (visitor.header('x-forwarded-for') ?? '').split(',').map((address) => address.trim());
  return addresses.every((address) => LOCAL_ADDRESS.test(address));
}

/** @throws FORBIDDEN saying how one becomes an administrator. */
export function requireAdministrator(
  config: Pick<Config, 'administrators' | 'host'>,
  visitor: Visitor,
): void {
  if (isAdministrator(config, visitor)) return;
  const how =
    visitor.userId === null
      ? 'Ask whoever runs this site.'
      : `Whoever runs this site makes you one by adding ${visitor.userId} to ADMINISTRATORS.`;
  throw new AppError('FORBIDDEN', `Only an administrator may do this. ${how}`);
}
