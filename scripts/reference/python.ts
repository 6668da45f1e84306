/** A Python with the pinned packages of the reference, outside the repository. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Finds or makes a Python for the reference: that of an environment variable if it is set, otherwise a virtual environment in the
 * user's cache folder, made once for each version of the requirements.
 *
 * @param variable name of the environment variable.
 * @throws Error when there is no Python or a package cannot be installed.
 */
export async function findPython(requirements: string, variable = 'PYTHON'): Promise<string> {
  const { [variable]: given, XDG_CACHE_HOME } = process.env;
  if (given) return given;
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const cache = XDG_CACHE_HOME || path.join(homedir(), '.cache');
  const folder = path.join(cache, 'patchbay', `reference-${hash}`);
  const python = path.join(folder, 'bin', 'python');
  const stamp = path.join(folder, 'installed');
  if (existsSync(stamp)) return python;
  console.log(`Installing ${requirements} into ${folder} (about 3 GB with PyTorch) …`);
  await mkdir(path.dirname(folder), { recursive: true });
  await runPython('python3', ['-m', 'venv', folder]);
  await runPython(python, ['-m', 'pip', 'install', '--quiet', '-r', requirements]);
  await writeFile(stamp, '');
  return python;
}

/**
 * Runs a Python command to its end; its output is shown.
 *
 * @throws Error when it cannot start or exits with a code other than 0.
 */
export function runPython(
  python: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, args, {
      stdio: 'inherit',
      // No model hub is asked, and no progress bars fill the log. The models are small: more threads would only wait for each
      // other.
      env: {
        ...process.env,
        OMP_NUM_THREADS: '1',
        HF_HUB_OFFLINE: '1',
        TRANSFORMERS_OFFLINE: '1',
        TQDM_DISABLE: '1',
        PYTHONWARNINGS: 'ignore::DeprecationWarning',
        ...env,
      },
    });
    child.once('error', (error) =>
      reject(new Error(`${python} cannot be started (${error.message}). Set PYTHON to a Python 3.11.`)),
    );
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${path.basename(python)} ${args.join(' ')} failed.`)),
    );
  });
}
