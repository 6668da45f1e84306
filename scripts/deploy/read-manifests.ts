/** The files of deploy/ as objects. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const environment = z.array(z.object({ name: z.string(), value: z.string() }));
const container = z.object({
  name: z.string(),
  image: z.string(),
  env: environment.default([]),
  securityContext: z.object({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.object({ drop: z.array(z.literal('ALL')).length(1) }),
  }),
  resources: z.object({
    requests: z.record(z.string(), z.unknown()),
    limits: z.object({ memory: z.string() }),
  }),
});
const probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const main = container.extend({
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  startupProbe: probe,
  readinessProbe: probe,
  livenessProbe: probe,
});
const labels = z.record(z.string(), z.string());

/** What is checked of a Deployment. */
export const deployment = z.object({
  kind: z.literal('Deployment'),
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    replicas: z.number(),
    selector: z.object({ matchLabels: labels }),
    template: z.object({
      metadata: z.object({ labels }),
      spec: z.object({
        automountServiceAccountToken: z.literal(false),
        securityContext: z.object({ runAsNonRoot: z.literal(true), runAsUser: z.number().positive() }),
        initContainers: z.array(container).default([]),
        containers: z.array(main).length(1),
      }),
    }),
  }),
});
export type Deployment = z.infer<typeof deployment>;

/** The documents of all YAML files below a folder. @throws Error for one that does not parse. */
export function readYaml(folder: string): { file: string; value: Record<string, unknown> }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => path.join(folder, name))
    .flatMap((file) =>
      parseAllDocuments(readFileSync(file, 'utf8'), { merge: true }).map((document) => {
        const [error] = document.errors;
        if (error) throw new Error(`${file}: ${error.message}`);
        return { file, value: document.toJS() as Record<string, unknown> };
      }),
    );
}
