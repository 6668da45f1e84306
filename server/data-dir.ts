/** The folder of the database and the secrets, readable only by the user of the site. */
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { log } from './log';

const OWNER_ONLY = 0o700;
/** Permission bits of group and others. */
const OTHERS = 0o077;
/** The sticky bit, as of /tmp: a folder that users share on purpose. */
const STICKY = 0o1000;
/** Files that show that a folder belongs to this site. */
const OWN_FILE = /^(patchbay\.db|session-secret|administrator-token)/;

/**
 * Creates the folder with mode 0700. An existing folder of this site (empty, or with its files) loses the permissions of
 * others; any other folder is left unchanged, with a warning.
 *
 * @throws the file system's error if the folder does not exist and cannot be created.
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
