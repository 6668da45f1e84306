/** What a container engine sends as the context of a build: the files that .dockerignore lets pass. */
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Lines of a .dockerignore: `*` first, then `!path` for what is copied, then patterns of names that are not. */
export interface DockerIgnore {
  readonly included: readonly string[];
  readonly excluded: readonly RegExp[];
}

/** @throws Error for a line of another form. */
export function readDockerIgnore(folder: string): DockerIgnore {
  const lines = readFileSync(path.join(folder, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines[0] !== '*') throw new Error('the first line of .dockerignore must be *');
  const included: string[] = [];
  const excluded: RegExp[] = [];
  for (const line of lines.slice(1)) {
    if (line.startsWith('!')) included.push(line.slice(1));
    else if (line.startsWith('**/')) excluded.push(toPattern(line.slice(3)));
    else throw new Error(`.dockerignore: '${line}' is neither !path nor **/name`);
  }
  return { included, excluded };
}

function toPattern(name: string): RegExp {
  return new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
}

/** Copies the context of a build; a path that does not exist is left out, as a container engine does. */
export function copyContext(from: string, to: string): void {
  const { included, excluded } = readDockerIgnore(from);
  mkdirSync(to, { recursive: true });
  for (const entry of included) {
    if (!existsSync(path.join(from, entry))) continue;
    cpSync(path.join(from, entry), path.join(to, entry), {
      recursive: true,
      filter: (source) => !excluded.some((pattern) => pattern.test(path.basename(source))),
    });
  }
}
