/** Budgets of operations, at every entry point. */
import { DEFAULT_METRIC } from '../../domain/metrics';
import { isObjectType, parse, type GraphQLField, type OperationDefinitionNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';
import { LIMITS } from './budget';
import { canCost } from './charge-fields';
import type { Context } from './context';
import { estimateOperation } from './estimate-operation';
import { FIELD_COSTS } from './field-costs';
import { serveGraphql } from './http';
import { schema } from './schema';
import { serveStream } from './stream';

let services: TestServices;
let uninstall: () => void;
/** What reads or tokenises by a model. */
let modelCalls = 0;
beforeAll(async () => {
  services = await createTestServices();
  uninstall = installServices(services);
  const models = services.models as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const [name, method] of Object.entries(models)) {
    models[name] = (...args) => (modelCalls++, method(...args));
  }
});
afterAll(async () => {
  uninstall();
  await services.dispose();
});

const makePair = (text: string) => ({ clean: text, corrupted: text, correct: text, incorrect: text });
const PAIR_OF_VARIABLE = '{ clean: $t, corrupted: $t, correct: $t, incorrect: $t }';
/** 64 pairs of one variable. */
const AMPLIFIED = `query ($t: String!) { previewRun(input: { model: "fake", sweeps: [HEAD_Z],
  pairs: [${Array(64).fill(PAIR_OF_VARIABLE).join(' ')}] }) { issues { path } } }`;

/** The refusal of an operation; null when it was served. */
async function findRefusal(query: string, variables: object = {}) {
  const before = modelCalls;
  const { errors } = await services.ask(query, variables);
  const { code, budget } = (errors?.[0]?.extensions ?? {}) as { code?: string; budget?: { unit: string } };
  return budget ? { code, budget, message: errors![0]!.message, modelCalls: modelCalls - before } : null;
}

function estimate(query: string, variables: Record<string, unknown> = {}) {
  const document = parse(query);
  return estimateOperation(schema, document, document.definitions[0] as OperationDefinitionNode, variables);
}

describe('an operation over its budget is refused before anything runs', () => {
  it.each([
    ['a variable in many places', AMPLIFIED, { t: 'a '.repeat(12_500) }, 'characters', 6_400_000],
    [
      'long pairs',
      'query ($i: CreateRunInput!) { previewRun(input: $i) { issues { path } } }',
      { i: { model: 'fake', sweeps: [], pairs: Array(40).fill(makePair('a'.repeat(10_000))) } },
      'characters',
      1_600_000,
    ],
    [
      'aliases',
      `query ($t: String!) { ${Array.from({ length: 40 }, (_, at) => `a${at}: tokenize(model: "fake", text: $t) { id }`).join(' ')} }`,
      { t: 'a'.repeat(50_000) },
      'characters',
      2_000_000,
    ],
    [
      'fragments',
      `query ($t: String!) { ...F ... on Query { b: tokenize(model: "fake", text: $t) { id } } }
       fragment F on Query { a: tokenize(model: "fake", text: $t) { id } ...G } fragment G on Query { c: tokenize(model: "fake", text: $t) { id } }`,
      { t: 'a'.repeat(400_000) },
      'characters',
      1_200_000,
    ],
    [
      'a list of runs',
      '{ runs(first: 100) { edges { node { sweeps { patched(layer: 0) { base { logit } } } } } } }',
      {},
      'engineCalls',
      1500,
    ],
    [
      'lists in lists',
      `{ findings(first: 100) { edges { node { run { pairs { cleanTokens { id text } } finding { run {
        pairs { cleanTokens { id text } corruptedTokens { id text } } sweeps { top(k: 1000) { layer head recovery logitDiff } } } } } } } } }`,
      {},
      'bytes',
      LIMITS.bytes.most,
    ],
  ])('%s', async (_name, query, variables, unit, figure) => {
    const refusal = await findRefusal(query, variables);
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', budget: { unit }, modelCalls: 0 });
    expect((refusal!.budget as unknown as { figure: number }).figure).toBeGreaterThanOrEqual(figure);
    expect(refusal!.message).toMatch(/limit is [\d,]+\. \w+/);
  });

  it('in documents that grow by their fragments', async () => {
    const names = 'abcdefgh'.split('');
    const grow = names.map((name, at) => {
      const next = names[at + 1];
      return `fragment ${name} on Run { id ${next ? `x: finding { run { ...${next} } } y: finding { run { ...${next} } } z: finding { run { ...${next} } }` : 'status'} }`;
    });
    expect(() =>
      estimate(
        `query { ${Array.from({ length: 10 }, (_, at) => `r${at}: run(id: "a") { ...a }`).join(' ')} } ${grow.join(' ')}`,
      ),
    ).toThrow(/fields once its fragments are expanded/);
  });
});

describe('what people do fits', () => {
  it('64 pairs that fill a context of 1024 tokens, in one preview', () => {
    // English prose has 4 to 5 characters a token.
    const text = 'When John and Mary went to the shops '.repeat(124).slice(0, 4588);
    const pairs = Array.from({ length: 64 }, () => ({
      clean: text,
      corrupted: text,
      correct: ' Mary',
      incorrect: ' John',
    }));
    const cost = estimate('query ($i: CreateRunInput!) { previewRun(input: $i) { issues { path } } }', {
      i: { model: 'gpt2', sweeps: ['HEAD_Z'], pairs },
    });
    expect(cost.characters).toBe(64 * (2 * text.length + 10));
  });

  it('what is left out by @skip and @include, and fields asked for twice, do not count', () => {
    const text = 'a'.repeat(100_000);
    const query = `query ($t: String!, $on: Boolean!) {
      tokenize(model: "fake", text: $t) { id } tokenize(model: "fake", text: $t) { text }
      a: tokenize(model: "fake", text: $t) @include(if: $on) { id } b: tokenize(model: "fake", text: $t) @skip(if: true) { id } }`;
    expect(estimate(query, { t: text, on: false }).characters).toBe(100_000);
    expect(estimate(query, { t: text, on: true }).characters).toBe(200_000);
  });

  it('the introspection that tools ask for', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    expect((await services.ask(getIntrospectionQuery())).errors).toBeUndefined();
  });
});

it('what is really sent counts while it is resolved', async () => {
  const { data } = await services.ask(
    `mutation { createRun(input: { model: "fake", visibility: UNLISTED, sweeps: [HEAD_Z], pairs: [
      { clean: "When John", corrupted: "When Mary", correct: " Mary", incorrect: " John" }] }) { id } }`,
  );
  const { id } = (data as { createRun: { id: string } }).createRun;
  const tokens = JSON.stringify(Array.from({ length: 260_000 }, (_, at) => ({ id: at, text: 'a' })));
  await services.db.promptPair.updateMany({ where: { runId: id }, data: { cleanTokens: tokens } });
  const query = `{ run(id: "${id}") { pairs { cleanTokens { id text } } } }`;
  expect(await findRefusal(query)).toMatchObject({ code: 'BAD_USER_INPUT', budget: { unit: 'bytes' } });
  const huge = {
    runId: id,
    kind: 'HEAD_Z',
    axes: '["layer","head"]',
    values: { create: { metric: DEFAULT_METRIC, values: new Uint8Array(4) } },
    elapsedMs: 1,
    flops: 1,
  };
  await services.db.sweep.create({ data: { ...huge, shape: '[6000,6000]' } });
  for (const field of [
    'data',
    'values',
    'top(k: 1) { layer }',
    'cell(layer: 0, head: 0) { mean { layer } }',
  ]) {
    expect(await findRefusal(`{ run(id: "${id}") { sweeps { ${field} } } }`), field).toMatchObject({
      budget: { unit: 'cells', figure: 36_000_000 },
    });
  }
});

describe('every entry point', () => {
  const post = (path: string, body: object, accept: string) =>
    new Request(`http://127.0.0.1${path}`, {
      method: 'POST',
      headers: { host: '127.0.0.1', 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
    });

  it('HTTP refuses with 400', async () => {
    const response = await serveGraphql(
      post('/api/graphql', { query: AMPLIFIED, variables: { t: 'a'.repeat(25_000) } }, 'application/json'),
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [
        {
          message: expect.stringMatching(/tokenise 6,400,000 characters; the limit is 1,000,000/),
          extensions: { code: 'BAD_USER_INPUT', budget: { figure: 6_400_000, limit: 1_000_000 } },
        },
      ],
    });
  });

  it('server-sent events refuse with a last event', async () => {
    const query = `subscription { ${Array.from({ length: 3 }, (_, at) => `a${at}: __typename`).join(' ')} modelInstallation(id: "x") { ${'state '.repeat(2)} } }`;
    const response = await serveStream(post('/api/graphql/stream', { query }, 'text/event-stream'));
    expect(await response.text()).toMatch(/event: complete/);
  });
});

it('limits work by address, and says when to try again', async () => {
  const limited = await createTestServices({ RATE_LIMIT_WORK_PER_MINUTE: '10' });
  try {
    const predict = '{ predict(model: "fake", prompt: "a b", top: 1) { logit } }';
    const many = Array.from({ length: 15 }, (_, at) => `a${at}: ${predict.slice(2, -2)}`).join(' ');
    // One large operation may leave its sender in debt.
    expect((await limited.ask(`{ ${many} }`)).errors).toBeUndefined();
    const { errors } = await limited.ask(predict);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(/10 units.*Try again in \d+ s/),
      extensions: { code: 'QUOTA_EXCEEDED', retryAfterMs: expect.any(Number) },
    });
    // What costs next to nothing goes on.
    expect((await limited.ask('{ engine { available } }')).errors).toBeUndefined();
  } finally {
    await limited.dispose();
  }
});

it('limits the guests that an address makes', async () => {
  const limited = await createTestServices({ RATE_LIMIT_GUESTS_PER_HOUR: '2' });
  try {
    const create = `mutation { createRun(input: { model: "fake", visibility: UNLISTED, sweeps: [HEAD_Z], pairs: [
      { clean: "When John", corrupted: "When Mary", correct: " Mary", incorrect: " John" }] }) { id } }`;
    const [first] = [await limited.ask(create), await limited.ask(create)];
    const third = await limited.ask(create);
    expect(third.errors?.[0]).toMatchObject({ extensions: { code: 'QUOTA_EXCEEDED' } });
    expect(await limited.db.user.count()).toBe(2);
    const cookie = first.setCookie[0]!.split(';')[0]!;
    expect((await limited.ask(create, {}, cookie)).errors).toBeUndefined();
  } finally {
    await limited.dispose();
  }
});

it('every field that can cost has an entry in FIELD_COSTS', () => {
  const costing = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !type.name.startsWith('__')
      ? Object.values(type.getFields() as Record<string, GraphQLField<unknown, Context>>)
          .filter((field) => canCost(field) || type.name === 'Subscription')
          .map((field) => `${type.name}.${field.name}`)
      : [],
  );
  expect(costing.filter((name) => !(name in FIELD_COSTS))).toEqual([]);
});
