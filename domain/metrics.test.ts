import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DEFAULT_METRIC, describeMetric, isMetricId, METRIC_IDS } from './metrics';

it('has ids that can be stored and be part of a GraphQL enum', () => {
  for (const id of METRIC_IDS) expect(id).toMatch(/^[a-z][a-z0-9_]*$/);
});

it('is the enum of the API', () => {
  const sdl = readFileSync('server/graphql/schema/run.graphql', 'utf8');
  const [, body] = /enum Metric \{([^}]*)\}/.exec(sdl)!;
  expect(body!.match(/^  \w+$/gm)!.map((line) => line.trim())).toEqual(
    METRIC_IDS.map((id) => id.toUpperCase()),
  );
});

it('gives each metric a title and a label of its own', () => {
  const rows = METRIC_IDS.map(describeMetric);
  expect(new Set(rows.map(({ title }) => title)).size).toBe(rows.length);
  expect(new Set(rows.map(({ label }) => label)).size).toBe(rows.length);
  for (const { title, label, unit, practice } of rows) {
    expect([title, label, unit]).not.toContain('');
    expect(practice).toMatch(/\(.*arXiv \d{4}\.\d{5}\)\.$/);
  }
});

it('has a smallest gap exactly where recovery is defined', () => {
  for (const id of METRIC_IDS) {
    const { hasRecovery, minGap } = describeMetric(id);
    expect(Number.isFinite(minGap)).toBe(hasRecovery);
    expect(minGap).toBeGreaterThan(0);
  }
});

it('measures the logit difference in logits, higher towards the correct answer', () => {
  expect(describeMetric(DEFAULT_METRIC)).toMatchObject({
    unit: 'logits',
    orientation: 'higher',
    hasRecovery: true,
  });
});

it('knows ids from other texts, inherited names included', () => {
  expect(isMetricId('logit_diff')).toBe(true);
  for (const text of ['LOGIT_DIFF', 'logitDiff', '', 'toString', '__proto__'])
    expect(isMetricId(text)).toBe(false);
});
