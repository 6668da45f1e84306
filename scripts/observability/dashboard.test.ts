/** Every query of the dashboard and of the alerts, run by Prometheus over a site that has done something. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { countRefusal } from '../../server/observability/metrics/http';
import { startObservedSite, type ObservedSite } from './observed-site';
import { isInstalled, startPrometheus, type Prometheus } from './prometheus';

const dashboard = z
  .object({
    panels: z.array(
      z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).default([]) }),
    ),
  })
  .parse(JSON.parse(readFileSync('deploy/grafana/patchbay.json', 'utf8')));
const alerts = z
  .object({
    groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })),
  })
  .parse(parse(readFileSync('deploy/prometheus/alerts.yml', 'utf8')))
  .groups.flatMap(({ rules }) => rules);

/** Queries by panel, with Grafana's variables replaced. */
const queries = dashboard.panels.flatMap(({ title, targets }) =>
  targets.map(({ expr }, index) => ({
    name: `${title} ${index + 1}`,
    expression: expr.replaceAll('$__rate_interval', '30s').replaceAll('$instance', '.*'),
  })),
);
const TOKEN = 'm'.repeat(32);

const hasPrometheus = isInstalled('prometheus') && isInstalled('promtool');
if (!hasPrometheus)
  console.warn('Skipped: prometheus and promtool are not installed (apt-get install prometheus).');

describe.skipIf(!hasPrometheus)('with prometheus', () => {
  let site: ObservedSite;
  let prometheus: Prometheus;

  beforeAll(async () => {
    site = await startObservedSite();
    Object.assign(site.services, { administratorToken: TOKEN });
    prometheus = await startPrometheus(new URL(site.url).host, TOKEN);
    // A counter has a rate only after two scrapes with it.
    for (let round = 0; round < 3; round++) {
      await site.run(['HEAD_Z']);
      await site.ask('{ predict(model: "patchbay-mini", prompt: "John", top: 1) { logit } }');
      await site.ask('{ run(id: "nothing") { id } nonsense }');
      await fetch(`${site.url}/nothing`);
      countRefusal('work');
      await sleep(1500);
    }
  });
  afterAll(async () => {
    await prometheus.close();
    await site.close();
  });

  it.each(queries)('$name has a series', async ({ expression }) => {
    await expect
      .poll(async () => (await prometheus.query(expression)).length, { timeout: 20_000 })
      .toBeGreaterThan(0);
  });

  it('shows what the site did', async () => {
    const value = async (expression: string) => Number((await prometheus.query(expression))[0]?.value[1]);
    // Other tests of this process are counted too, and a scrape may be older than the last run.
    const reaches = (expression: string, least: number): Promise<void> =>
      expect.poll(() => value(expression), { timeout: 20_000 }).toBeGreaterThanOrEqual(least);
    await reaches('sum(patchbay_runs_total{outcome="succeeded"})', 3);
    await reaches('sum(patchbay_sweeps_total{kind="HEAD_Z"})', 3);
    await reaches('sum(patchbay_run_wait_seconds_count)', 3);
    await reaches('sum(patchbay_sweep_flops_total)', 1e6);
    await expect.poll(() => value('sum(patchbay_engine_up)'), { timeout: 20_000 }).toBe(1);
    await reaches('sum(patchbay_engine_memory_bytes)', 1e7);
    await reaches('sum(patchbay_http_requests_total{route="/metrics", status="200"})', 3);
  });

  it('is free of labels that a client chooses', async () => {
    for (let index = 0; index < 50; index++) {
      await fetch(`${site.url}/runs/guess-${index}`, { method: index % 2 ? 'GET' : 'PUT' });
      await site.ask(`query Guess${index} { seeding }`);
    }
    const count = async (query: string) => Number((await prometheus.query(query))[0]?.value[1] ?? 0);
    await expect
      .poll(() => count('sum(patchbay_http_requests_total{method="other"})'), { timeout: 20_000 })
      .toBe(25);
    expect(JSON.stringify(await prometheus.query('{job="patchbay"}'))).not.toMatch(/guess/i);
  });

  it.each(alerts)('the alert $alert is evaluated', async ({ expr }) => {
    // An alert that does not fire has no series; what is checked is that each metric that it names exists.
    await prometheus.query(expr);
    for (const name of new Set(expr.match(/\b(?:patchbay|nodejs)_\w+/g) ?? []))
      expect((await prometheus.query(name)).length, name).toBeGreaterThan(0);
  });

  it('alert rules hold on made-up series', () => {
    const run = (...args: string[]) =>
      execFileSync('promtool', args, { cwd: 'deploy/prometheus', encoding: 'utf8' });
    expect(run('check', 'rules', 'alerts.yml')).toMatch(`${alerts.length} rules found`);
    expect(run('test', 'rules', 'alerts.test.yml')).toMatch('SUCCESS');
  });
});
