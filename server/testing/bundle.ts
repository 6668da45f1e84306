/** Bundles a TypeScript file into JavaScript that a child process can run, as the build does with the engine. */
import { mkdir, mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

/** An empty folder within the project, so that what is bundled into it finds its packages; the caller removes it. */
export async function bundleFolder(): Promise<string> {
  await mkdir('.build', { recursive: true });
  return mkdtemp(path.resolve('.build', 'bundle-'));
}

/** @returns path of the bundle. */
export async function bundle(source: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  return outfile;
}
