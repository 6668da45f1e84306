/** How far an installation is, for any number of followers: one of them looks for all. */
import type { Services } from '../../services';
import { createSharedSources, type SharedSources } from '../../shared-source';
import type { Installation } from './installation';

const sourcesOf = new WeakMap<Services['installer'], SharedSources<Installation>>();

/**
 * The current state at once, then every change until the installation has ended or `signal` aborts.
 *
 * @throws NOT_FOUND
 */
export function followInstallation(
  services: Services,
  id: string,
  signal?: AbortSignal,
): AsyncGenerator<Installation, void> {
  let sources = sourcesOf.get(services.installer);
  if (!sources) sourcesOf.set(services.installer, (sources = createSharedSources()));
  return sources.follow(id, () => services.installer.follow(id), signal);
}
