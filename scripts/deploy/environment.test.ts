/** Every variable that deploy/ sets is a setting of the site. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { environment } from '../../server/environment';
import { parseDockerfile } from './parse-dockerfile';
import { readYaml } from './read-manifests';

/** Variables of programs other than the site. */
const OTHERS = new Set(['NEXT_TELEMETRY_DISABLED', 'ONNXRUNTIME_NODE_INSTALL', 'POSTGRES_PASSWORD']);
const known = (name: string): boolean =>
  Object.hasOwn(environment.shape, name) || name === 'PORT' || OTHERS.has(name);

/** Names with the file that sets them. */
function collect(): { name: string; file: string }[] {
  const found: { name: string; file: string }[] = [];
  const add = (file: string, names: Iterable<string>): void => {
    for (const name of names) found.push({ name, file });
  };
  for (const { name, instructions } of parseDockerfile('deploy/Dockerfile'))
    for (const { text } of instructions.filter((instruction) => instruction.name === 'ENV'))
      add(
        `Dockerfile ${name}`,
        text.split(/\s+/).map((pair) => pair.split('=')[0]!),
      );
  const compose = z
    .object({
      services: z.record(
        z.string(),
        z.object({ environment: z.record(z.string(), z.unknown()).default({}) }),
      ),
    })
    .parse(readYaml('deploy/compose')[0]!.value);
  for (const [service, { environment: variables }] of Object.entries(compose.services))
    if (service !== 'postgres') add(`compose ${service}`, Object.keys(variables));
  for (const { file, value } of readYaml('deploy/kubernetes')) {
    if (value['kind'] === 'ConfigMap') add(file, Object.keys(value['data'] as object));
    if (value['kind'] === 'Secret') add(file, Object.keys(value['stringData'] as object));
    const text = JSON.stringify(value);
    if (value['kind'] === 'Deployment')
      add(
        file,
        [...text.matchAll(/\{"name":"([A-Z_]+)","value"/g)].map(([, name]) => name!),
      );
  }
  for (const name of readdirSync('deploy/systemd')) {
    const file = path.join('deploy/systemd', name);
    const text = readFileSync(file, 'utf8');
    add(
      file,
      [...text.matchAll(/^Environment=(.*)$/gm)].flatMap(([, pairs]) =>
        pairs!.split(' ').map((pair) => pair.split('=')[0]!),
      ),
    );
    if (name.includes('.env'))
      add(
        file,
        [...text.matchAll(/^#?([A-Z_]+)=/gm)].map(([, variable]) => variable!),
      );
  }
  add(
    'compose/.env.example',
    [...readFileSync('deploy/compose/.env.example', 'utf8').matchAll(/^#?([A-Z_]+)=/gm)].map(
      ([, name]) => name!,
    ),
  );
  return found;
}

it('is listed in server/environment.ts', () => {
  const found = collect();
  // The patterns above find something in each kind of file.
  for (const part of [
    'Dockerfile web',
    'compose worker',
    'kubernetes/base/web',
    'kubernetes/gpu',
    'systemd/patchbay-web',
    '.env.example',
  ])
    expect(
      found.some(({ file }) => file.includes(part)),
      part,
    ).toBe(true);
  expect(found.filter(({ name }) => !known(name))).toEqual([]);
});
