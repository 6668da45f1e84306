/** The folder of the database and the secrets: for the user who runs the site only. */
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { log } from './log';

const OWNER_ONLY = 0o700;
/** Others' bits of a mode. */
const OTHERS = 0o077;
/** As /tmp has it: a folder that many users share on purpose. */
const STICKY = 0o1000;
/** What shows that a folder was made for this site. */
const OWN_FILE = /^(patchbay\.db|session-secret|administrator-token)/;

/**
 * Makes the folder, mode 0700. One that exists and is this site's own (empty, or with its files) loses the rights of others;
 * any other folder is left as it is, with a warning.
 *
 * @throws the file system's error when it can be neither found nor made.
 */
export function prepareDataDir(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY });
  const { mode, uid } = statSync(folder);
  if ((mode & OTHERS) === 0 || process.platform === 'win32') return;
  const names = readdirSync(folder);
  const isOwn = names.length === 0 || names.some((name) => OWN_FILE.test(name));
  if (isOwn && (mode & STICKY) === 0 && uid === process.getuid?.()) {
    chmodSync(folder, OWNER_ONLY);
    return;
  }
  log.warn('DATA_DIR can be read by other users of this machine; give the site a folder of its own');
}
