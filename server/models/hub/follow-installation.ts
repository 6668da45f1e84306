/** Follows an installation for any number of clients; they share one reader. */
import { createSharedSources, type SharedSources } from '../../shared-source';
import type { Installation } from './installation';
import type { Installer } from './installer';

const sharedSources = new WeakMap<Installer, SharedSources<Installation>>();

/**
 * The current state at once, then every change until the installation has ended or `signal` aborts.
 *
 * @throws NOT_FOUND
 */
export function followInstallation(
  { installer }: { readonly installer: Installer },
  id: string,
  signal?: AbortSignal,
): AsyncGenerator<Installation, void> {
  let sources = sharedSources.get(installer);
  if (!sources) sharedSources.set(installer, (sources = createSharedSources()));
  return sources.follow(id, () => installer.follow(id), signal);
}
