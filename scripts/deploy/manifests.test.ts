/** The files of deploy/, as far as they can be checked without a container engine, a cluster or an init system. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { isInstalled } from '../observability/prometheus';
import { readDockerIgnore } from './docker-context';
import { parseDockerfile } from './parse-dockerfile';
import { deployment, readYaml, type Deployment } from './read-manifests';

const stages = parseDockerfile('deploy/Dockerfile');
const stage = (name: string) => stages.find((one) => one.name === name)!;

it('YAML parses', () => {
  expect(readYaml('deploy').length).toBeGreaterThan(15);
});

it('images run as a user that is not root, under commands whose files are copied', () => {
  for (const name of ['web', 'worker', 'worker-cuda']) {
    const line = [stage(name)];
    while (stages.some((one) => one.name === line[0]!.from)) line.unshift(stage(line[0]!.from));
    const instructions = line.flatMap((one) => one.instructions);
    expect(instructions.findLast((one) => one.name === 'USER')?.text, name).toBe('1000:1000');
    expect(
      instructions.some((one) => one.name === 'CMD'),
      name,
    ).toBe(true);
  }
  for (const { instructions, name } of stages)
    for (const { text } of instructions.filter((one) => one.name === 'COPY')) {
      const [, source = ''] = /^--from=(\S+)/.exec(text) ?? [];
      if (source !== '')
        expect(
          stages.some((one) => one.name === source),
          `${name}: ${text}`,
        ).toBe(true);
    }
});

it('the context of the build has what the build reads, and no secrets', () => {
  const { included, excluded } = readDockerIgnore('.');
  // This folder exists once the site has migrations for PostgreSQL.
  const missing = included.filter((entry) => !existsSync(entry) && entry !== 'prisma/postgresql');
  expect(missing).toEqual([]);
  for (const entry of ['.env', '.data', '.git', 'node_modules', 'models'])
    expect(included.includes(entry), entry).toBe(false);
  expect(excluded.some((pattern) => pattern.test('config.test.ts'))).toBe(true);
});

it('services of compose exist in the Dockerfile, and depend on each other in order', () => {
  const { services } = z
    .object({
      services: z.record(
        z.string(),
        z.object({
          image: z.string().optional(),
          build: z.object({ dockerfile: z.string(), target: z.string() }).optional(),
          depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
          healthcheck: z.unknown().optional(),
          read_only: z.boolean().optional(),
        }),
      ),
    })
    .parse(readYaml('deploy/compose')[0]!.value);
  for (const [name, { image, build, depends_on: needed }] of Object.entries(services)) {
    expect(image === undefined, name).not.toBe(build === undefined);
    if (build) expect(stage(build.target), name).toBeDefined();
    for (const [other, { condition }] of Object.entries(needed)) {
      expect(services[other], `${name} needs ${other}`).toBeDefined();
      if (condition === 'service_healthy') expect(services[other]!.healthcheck, other).toBeDefined();
    }
  }
  expect(services['web']!.read_only && services['worker']!.read_only).toBe(true);
});

/** Deployments and all other objects of an overlay; kubectl builds it where it is installed. */
function readObjects(overlay: 'base' | 'gpu'): Record<string, unknown>[] {
  if (overlay === 'base' && !isInstalled('kubectl'))
    return readYaml('deploy/kubernetes/base').map(({ value }) => value);
  const text = execFileSync('kubectl', ['kustomize', `deploy/kubernetes/${overlay}`], { encoding: 'utf8' });
  return parseAllDocuments(text).map((document) => document.toJS() as Record<string, unknown>);
}

const isKubectlInstalled = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;
if (!isKubectlInstalled) console.warn('kubectl is not installed: the overlay for GPUs is not built.');

const findDeployments = (objects: readonly Record<string, unknown>[]): Deployment[] =>
  objects.filter(({ kind }) => kind === 'Deployment').map((object) => deployment.parse(object));

it.each(isKubectlInstalled ? (['base', 'gpu'] as const) : (['base'] as const))(
  'deployments of %s have probes of their own port, budgets and hardened containers',
  (overlay) => {
    const objects = readObjects(overlay);
    const deployments = findDeployments(objects);
    expect(deployments.map(({ metadata }) => metadata.name).toSorted()).toEqual(['web', 'worker']);
    for (const { metadata, spec } of deployments) {
      expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
      const [{ ports, startupProbe, readinessProbe, livenessProbe } = {} as never] =
        spec.template.spec.containers;
      for (const probe of [startupProbe, readinessProbe, livenessProbe])
        expect(ports.map(({ name }) => name)).toContain(probe.httpGet.port);
      // A busy database must not restart a process.
      expect(livenessProbe.httpGet.path).toBe('/healthz');
      expect([startupProbe.httpGet.path, readinessProbe.httpGet.path]).toEqual(['/readyz', '/readyz']);
      const budget = objects.find(
        (object) =>
          object['kind'] === 'PodDisruptionBudget' &&
          (object['metadata'] as { name: string }).name === metadata.name,
      );
      expect((budget!['spec'] as { selector: unknown }).selector).toEqual(spec.selector);
    }
    const [web] = deployments.filter(({ metadata }) => metadata.name === 'web');
    expect(web!.spec.template.spec.initContainers.map(({ name }) => name)).toEqual(['migrate']);
    const worker = JSON.stringify(deployments.find(({ metadata }) => metadata.name === 'worker'));
    expect(worker.includes('"cuda"')).toBe(overlay === 'gpu');
  },
);

const hasValidator = spawnSync('kubernetes-validate', ['--version'], { stdio: 'ignore' }).error === undefined;
if (!hasValidator)
  console.warn(
    'kubernetes-validate is not installed (pip install kubernetes-validate): schemas of Kubernetes are not checked.',
  );

it.skipIf(!hasValidator)('objects match the schemas of Kubernetes', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-manifests-'));
  try {
    for (const overlay of isKubectlInstalled ? (['base', 'gpu'] as const) : (['base'] as const)) {
      const file = path.join(folder, `${overlay}.yaml`);
      const documents = readObjects(overlay).filter(({ kind }) => kind !== 'Kustomization');
      writeFileSync(file, documents.map((object) => JSON.stringify(object)).join('\n---\n'));
      const { status, stdout, stderr } = spawnSync('kubernetes-validate', ['--strict', file], {
        encoding: 'utf8',
      });
      expect(status, stdout + stderr).toBe(0);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('units of systemd start what the build makes', () => {
  for (const name of ['web', 'worker']) {
    const text = readFileSync(`deploy/systemd/patchbay-${name}.service`, 'utf8');
    expect(text).toMatch(/^User=patchbay$/m);
    expect(text).toMatch(/^NoNewPrivileges=yes$/m);
    expect(text).toMatch(/^ProtectSystem=strict$/m);
  }
});

const hasSystemd = isInstalled('systemd-analyze');
if (!hasSystemd) console.warn('systemd-analyze is not installed: the units are not verified.');

it.skipIf(!hasSystemd)('systemd finds no mistake in the units, and calls them little exposed', () => {
  const units = ['web', 'worker'].map((name) => `deploy/systemd/patchbay-${name}.service`);
  const { stderr } = spawnSync('systemd-analyze', ['verify', ...units], { encoding: 'utf8' });
  // A machine without the program or the user that a unit names says so; that is no mistake of the unit.
  const lines = stderr
    .split('\n')
    .filter((line) => line.includes('patchbay-') && !/not executable|Failed to resolve/.test(line));
  expect(lines).toEqual([]);
  for (const unit of units) {
    const checked = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=30', unit], {
      encoding: 'utf8',
    });
    expect(checked.status, checked.stdout + checked.stderr).toBe(0);
  }
});
