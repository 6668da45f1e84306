/**
 * What a private run and a withdrawn finding show to others: nothing. Every field of Query has a row here, and every operation that
 * names a private run is answered as if the run did not exist.
 */
import { parse, subscribe, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findThumbnail } from '../gallery/find-thumbnail';
import { createContext } from '../graphql/context';
import { schema } from '../graphql/schema';
import { serveAccountExport } from '../http/account-export';
import { readPublicPicture, serveRunThumbnail } from '../http/run-thumbnail';
import { storeRunText } from '../runs/manage/run-text';
import { formatPictureAddress } from '../runs/pictures/find-picture';
import { encodeFloats } from '../runs/results/float-bytes';
import { openBrowser } from '../testing/browser';
import { listStatements } from '../testing/statements';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';
import { createAccessToken } from './access-tokens';
import { identityCookie } from './identity';

/** Ids of the private run, of what is on it, and of ones that do not exist, of the same lengths. */
const PRIVATE = { RUN: 'Psecretrun', JOINT: 'Psecretjoint', CIRCUIT: 'Psecretcircuit' } as const;
const MISSING = { RUN: 'Pmissingrn', JOINT: 'Pmissingjnt2', CIRCUIT: 'Pmissingcircui' } as const;
const WITHDRAWN = { ID: 'Wsecretfinding', SLUG: 'withdrawn-secret' } as const;
/** Texts and numbers of the private run and the withdrawn finding. No other row has them. */
const SECRETS = [
  ...Object.values(PRIVATE),
  'quagga',
  'tag-secret',
  '0.7313',
  'Hidden owner',
  'gpt-hidden',
] as const;
const SECRETS_OF_FINDING = [...Object.values(WITHDRAWN), 'okapi', 'tag-hidden', '0.8642'] as const;

/** Everything about a run that needs no engine. */
const RUN_FIELDS = `id title notes tags thumbnail { kind light dark } createdAt owner { id name } visibility status error { message } model { id } modelDigest
  pairs { index clean corrupted correct incorrect cleanTokens { text } } direction directions metrics prependBos sweepKinds
  baseline { clean corrupted } circuits { id name } sweeps { kind data statistics { mean } } sweep(kind: HEAD_Z) { values cellStatistics(layer: 0, head: 0) { mean } }
  topHeads(kind: HEAD_Z) { recovery } jointPatches { id title } topEffect { label recovery change }
  progress { status fraction queuePosition } provenance { modelSha256 } finding { id } isMine ownTitle subject filter { given } copiedFrom { id } forkedFrom { id }`;
const RUNS = `edges { cursor node { ${RUN_FIELDS} } } pageInfo { hasNextPage endCursor }`;
const FINDINGS = `edges { cursor node { id slug title summary tags author { name } card { topComponents { recovery } } } }
  pageInfo { hasNextPage endCursor }`;
const CIRCUIT = 'circuit: { nodes: [{ layer: 0 }] }';
const PAIRS = 'pairs: [{ clean: "a quagga b", corrupted: "a zebra b", correct: " x", incorrect: " y" }]';
const EXPERIMENT = `model: "fake", ${PAIRS}, sweeps: [HEAD_Z]`;

/** Operations by the field of Query that they ask; none for fields that depend on no run and no finding. */
const QUERIES: Record<string, readonly string[]> = {
  models: [],
  installableModels: [],
  isAdministrator: [],
  tokenize: [],
  previewText: [],
  predict: [],
  previewRun: [
    `{ previewRun(input: { ${EXPERIMENT}, forkedFrom: "RUN" }) { issues { message } warnings { message } } }`,
  ],
  previewBaselines: [
    '{ previewBaselines(input: { model: "fake", promptSet: "RUN" }) { given pairs { index clean } } }',
  ],
  intervene: [],
  attribution: [],
  logitLens: [],
  evaluateCircuit: [
    `{ evaluateCircuit(input: { run: "RUN", ${CIRCUIT} }) { choices { metric } faithfulness { mean } } }`,
    `{ evaluateCircuit(input: { run: "RUN", ${CIRCUIT} }) { curve(ranking: RUN_EDGES) { ranking } } }`,
  ],
  evaluateClaims: [
    '{ evaluateClaims(runId: "RUN", claims: ["z[0.1] > 0.1", "nonsense"]) { verdict value error { message } } }',
    `{ evaluateClaims(runId: "RUN", claims: [${'"z[0.1] > 0", '.repeat(21)}]) { verdict } }`,
  ],
  neurons: ['{ neurons(input: { run: "RUN", layer: 0 }) { base } }'],
  run: [
    `{ run(id: "RUN") { ${RUN_FIELDS} } }`,
    '{ run(id: "RUN", settleMs: 1000) { status } }',
    '{ run(id: "RUN") { sweep(kind: HEAD_Z) { paired(run: "RUN") { reason } } } }',
  ],
  jointPatch: [
    '{ jointPatch(id: "JOINT") { id title creator { id } run { id } sites { layer } results { metric } } }',
  ],
  runs: [
    `{ runs(first: 100) { ${RUNS} } }`,
    `{ runs(first: 1) { ${RUNS} } }`,
    `{ runs(mine: true) { ${RUNS} } }`,
    `{ runs(model: "gpt-hidden", status: SUCCEEDED) { ${RUNS} } }`,
    `{ runs(status: RUNNING) { ${RUNS} } }`,
    ...['quagga', '#tag-secret', 'RUN', 'gpt-hidden', 'owner'].map(
      (search) => `{ runs(search: "${search}") { ${RUNS} } }`,
    ),
    `{ runs(tag: "tag-secret") { ${RUNS} } }`,
  ],
  finding: ['{ finding(slug: "RUN") { id } }'],
  findings: [
    `{ findings(first: 100) { ${FINDINGS} } }`,
    ...['REPLICATED', 'SUPPORTED', 'DISPUTED'].map((sort) => `{ findings(sort: ${sort}) { ${FINDINGS} } }`),
    ...['quagga', 'okapi', 'ok', 'L1H1 > 0.7', 'L1H1 < 2', '#tag-hidden', 'model:gpt-hidden'].map(
      (search) => `{ findings(search: "${search}") { edges { node { id slug title } } } }`,
    ),
    '{ findings(tag: "tag-hidden") { edges { node { id slug title } } } }',
    '{ findings(model: "gpt-hidden") { edges { node { id slug title } } } }',
    '{ findings(author: "OWNER") { edges { node { id slug title } } } }',
  ],
  findingFilters: [
    '{ findingFilters { models { value count } tags { value count } authors { label count } total } }',
  ],
  head: [
    `{ head(model: "fake", layer: 1, head: 1) { effects { kind recoveries }
       findings(least: 0.01) { finding { id title } effects { recovery } } } }`,
  ],
  headGrid: ['{ headGrid(model: "fake", least: 0.01) { findings counts } }'],
  collection: ['{ collection(id: "RUN") { id } }'],
  collections: ['{ collections { edges { node { id title items { finding { id title } } } } } }'],
  comment: ['{ comment(id: "RUN") { id text } }'],
  mentionableUsers: ['{ mentionableUsers(findingId: "open", name: "") { id name } }'],
  reports: ['{ reports { edges { node { id reason } } } }'],
  workers: ['{ workers { id host models { id } runId } }'],
  administration: [
    '{ administration { storage { owners { owner { id name } } } queue { owners { owner { id name } } } errors { recent { message } } retention { dueRuns } } }',
  ],
  auditEntries: ['{ auditEntries { edges { node { id } } } }'],
  person: [
    `{ person(id: "A") { name counts { findings replications evidence } findings { edges { node { id slug title } } }
       forks { id } evidence { id run { id } } } }`,
    '{ person(id: "OWNER") { counts { findings replications evidence } findings { edges { node { id } } } } }',
  ],
  readPrompts: [],
  promptSet: ['{ promptSet(id: "RUN") { id name } }'],
  promptSets: ['{ promptSets { edges { node { id name runs { edges { node { id title } } } } } } }'],
  promptFamilies: [],
  readFamily: [],
  checkFile: [],
  presets: [],
  viewer: [],
  signInOptions: [],
  engine: ['{ engine { available state provider reason } }'],
  seeding: [],
};

/** Mutations that name a run, or what is on it. */
const MUTATIONS: readonly string[] = [
  'cancelRun(id: "RUN") { id }',
  'editRun(input: { id: "RUN", title: "x", visibility: PUBLIC }) { id }',
  'deleteRun(id: "RUN")',
  'patchTogether(input: { run: "RUN", sites: [{ site: Z, layer: 0 }] }) { id }',
  'addControl(input: { jointPatch: "JOINT", rule: OTHER_PROMPT }) { id }',
  'deleteJointPatch(id: "JOINT")',
  `saveCircuit(input: { run: "RUN", name: "x", ${CIRCUIT} }) { id }`,
  'deleteCircuit(id: "CIRCUIT")',
  'publishFinding(input: { runId: "RUN", title: "A title", summary: "x" }) { id }',
  'attachEvidence(findingId: "open", runId: "RUN", stance: REFUTES, note: "x") { id }',
];

const operations = [
  ...Object.values(QUERIES).flat(),
  ...MUTATIONS.map((mutation) => `mutation { ${mutation} }`),
];
const named = operations.filter((operation) => /"(RUN|JOINT|CIRCUIT)"/.test(operation));

it('has a row for every field of Query', () => {
  expect(Object.keys(QUERIES).toSorted()).toEqual(Object.keys(schema.getQueryType()!.getFields()).toSorted());
});

it('asks only valid operations', () => {
  for (const operation of operations) expect(validate(schema, parse(operation)), operation).toEqual([]);
});

type Who = 'stranger' | 'guest' | 'member' | 'token';
const OTHERS: readonly Who[] = ['stranger', 'guest', 'member', 'token'];

let services: TestServices;
let uninstall: () => void;
let owner: string;
let headers: Record<Who | 'owner', Record<string, string>>;

beforeAll(async () => {
  services = await createTestServices({
    RATE_LIMIT_SIGN_INS_PER_HOUR: '0',
    RATE_LIMIT_GUESTS_PER_HOUR: '0',
    RATE_LIMIT_WORK_PER_MINUTE: '0',
  });
  uninstall = installServices(services);
  await storeFakeModel(services);
  const { db } = services;
  const signUp = async (name: string) => {
    const browser = openBrowser(services);
    await browser.signUp(`${name}@example.org`, name === 'owner' ? 'Hidden owner' : name);
    return { host: '127.0.0.1:3000', cookie: browser.cookie() };
  };
  // The first account is an administrator's, who can open every run.
  await signUp('administrator');
  await db.user.create({ data: { id: 'guest', name: 'Guest' } });
  headers = {
    stranger: {},
    guest: { cookie: identityCookie('guest', services.secret, false).split(';')[0]! },
    member: await signUp('member'),
    owner: await signUp('owner'),
    token: {},
  };
  owner = (await db.userAccount.findUniqueOrThrow({ where: { email: 'owner@example.org' } })).id;
  const { token } = await createAccessToken(db, async () => 'guest', 'script', 'WRITE');
  headers.token = { authorization: `Bearer ${token}` };
  await storePrivateRun();
  await storeFindings();
});
afterAll(async () => {
  uninstall();
  await services.dispose();
});

/** A private run that has succeeded, with a joint patch and a circuit, and a private one in progress. */
async function storePrivateRun(): Promise<void> {
  const { db } = services;
  const { RUN, JOINT, CIRCUIT: circuit } = PRIVATE;
  await db.model.create({
    data: { id: 'gpt-hidden', layers: 2, heads: 3, dModel: 6, dVocab: 9, context: 9, parameters: 1 },
  });
  await storeRuns(services, [RUN, `${RUN}2`], { status: 'SUCCEEDED' });
  const made = { ownerId: owner, visibility: 'PRIVATE', title: 'The quagga run', notes: 'quagga' };
  await db.run.update({
    where: { id: RUN },
    data: { ...made, cleanLogitDiff: 0.7313, corruptedLogitDiff: 0, modelSha256: 'quagga' },
  });
  await db.run.update({
    where: { id: `${RUN}2` },
    data: { ...made, modelId: 'gpt-hidden', status: 'RUNNING', startedAt: new Date() },
  });
  await db.promptPair.updateMany({
    where: { runId: { startsWith: RUN } },
    data: { clean: 'a quagga b', corrupted: 'a zebra b', cleanLogitDiff: 0.7313, corruptedLogitDiff: 0 },
  });
  await db.runTag.create({ data: { runId: RUN, tag: 'tag-secret' } });
  for (const id of [RUN, `${RUN}2`]) await storeRunText(db, id);
  await db.sweep.create({
    data: {
      runId: RUN,
      kind: 'HEAD_Z',
      axes: '["layer","head"]',
      shape: '[2,3]',
      elapsedMs: 1,
      flops: 1,
      values: { create: { metric: 'logit_diff', values: encodeFloats([1, 2, 3, 4, 0.7313, 6]) } },
    },
  });
  await db.effect.create({
    data: { runId: RUN, kind: 'HEAD_Z', layer: 1, head: 1, value: 0.7313, recovery: 0.7313 },
  });
  await db.jointPatch.create({
    data: {
      id: JOINT,
      runId: RUN,
      creatorId: owner,
      title: 'The quagga heads',
      direction: 'DENOISING',
      sites: '[{"site":"Z","layer":0,"head":1,"position":null,"src":null}]',
      value: 'ZERO',
      contentHash: 'x',
      engineVersion: '1',
      provider: 'cpu',
    },
  });
  await db.circuit.create({
    data: {
      id: circuit,
      runId: RUN,
      creatorId: owner,
      name: 'The quagga circuit',
      nodes: '[]',
      side: 'CLEAN',
      scope: 'HEADS',
      value: 'ZERO',
      metric: 'logit_diff',
      engineVersion: '1',
      results: '{}',
    },
  });
}

/** A finding that can be found, and one that was withdrawn; both runs are public. */
async function storeFindings(): Promise<void> {
  const { db } = services;
  await storeRuns(services, ['Aopen', 'Awithdrawn'], { status: 'SUCCEEDED' });
  await db.run.updateMany({ where: { id: { startsWith: 'A' } }, data: { visibility: 'PUBLIC' } });
  const finding = {
    ownerId: 'A',
    card: '{}',
    summary: 'Text.',
    summaryTree: '{"type":"root","children":[]}',
  };
  await db.finding.create({
    data: { ...finding, id: 'open', slug: 'open', runId: 'Aopen', title: 'Open', text: 'open' },
  });
  await db.finding.create({
    data: {
      ...finding,
      id: WITHDRAWN.ID,
      slug: WITHDRAWN.SLUG,
      runId: 'Awithdrawn',
      title: 'The okapi',
      text: 'the okapi, a quagga',
      withdrawnAt: new Date(),
      withdrawnReason: 'It was an okapi.',
      tags: { create: { tag: 'tag-hidden' } },
    },
  });
  await db.effect.create({
    data: { runId: 'Awithdrawn', kind: 'HEAD_Z', layer: 1, head: 1, value: 0.8642, recovery: 0.8642 },
  });
}

/** The answer as text, with the ids that were asked for blanked out. */
async function ask(operation: string, ids: Record<keyof typeof PRIVATE, string>, who: Who | 'owner') {
  let text = operation.replaceAll('OWNER', owner);
  for (const [name, id] of Object.entries(ids)) text = text.replaceAll(`"${name}"`, `"${id}"`);
  const { cookie = null, ...rest } = headers[who];
  const { data, errors } = await services.ask(text, {}, cookie, rest);
  let answer = JSON.stringify({ data, errors });
  for (const id of Object.values(ids)) answer = answer.replaceAll(id, '#');
  return answer;
}

describe.each(OTHERS)('to a %s', (who) => {
  it('no answer contains an id, a text or a number of a private run', async () => {
    for (const operation of operations) {
      const answer = await ask(operation, MISSING, who);
      for (const secret of SECRETS) expect(answer, operation).not.toContain(secret);
    }
  });

  it('a private run answers as one that does not exist', async () => {
    for (const operation of named) {
      const answer = await ask(operation, PRIVATE, who);
      expect(answer, operation).toBe(await ask(operation, MISSING, who));
      for (const secret of SECRETS) expect(answer, operation).not.toContain(secret);
    }
    // Nothing was changed by it.
    expect(await services.db.run.count({ where: { id: PRIVATE.RUN, visibility: 'PRIVATE' } })).toBe(1);
    expect(await services.db.jointPatch.count()).toBe(1);
    expect(await services.db.circuit.count()).toBe(1);
  });

  it('a private run is looked for by the same statements, so that their time tells nothing either', async () => {
    const read = (operation: string, ids: Parameters<typeof ask>[1]) =>
      listStatements(() => ask(operation, ids, who));
    for (const operation of named)
      expect(await read(operation, PRIVATE), operation).toEqual(await read(operation, MISSING));
    expect(await read('{ findings(first: 5) { edges { node { title } } } }', MISSING)).not.toEqual([]);
  });

  it('no list, count or search contains a withdrawn finding', async () => {
    for (const field of ['findings', 'findingFilters', 'head', 'headGrid', 'person', 'collections'])
      for (const operation of QUERIES[field]!) {
        const answer = await ask(operation, MISSING, who);
        for (const secret of SECRETS_OF_FINDING) {
          // The search itself is repeated in no answer.
          expect(answer, operation).not.toContain(secret);
        }
      }
    const counts = JSON.parse(
      await ask('{ findingFilters { total } headGrid(model: "fake") { findings } }', MISSING, who),
    );
    expect(counts.data).toEqual({ findingFilters: { total: 1 }, headGrid: { findings: 0 } });
  });

  it('progress of a private run is that of none', async () => {
    const follow = async (id: string): Promise<string> => {
      const exchange = { header: (name: string) => headers[who][name] ?? null, setCookie: () => {} };
      const contextValue = await createContext(exchange, services);
      const document = parse(`subscription { runProgress(id: "${id}") { status fraction } }`);
      const result = await subscribe({ schema, document, contextValue });
      return JSON.stringify(result).replaceAll(id, '#');
    };
    expect(await follow(`${PRIVATE.RUN}2`)).toBe(await follow(MISSING.RUN));
  });
});

it('shows its owner all of it: the operations would find a leak', async () => {
  for (const operation of Object.values(QUERIES)
    .flat()
    .filter((one) => named.includes(one))) {
    if (
      /(previewRun|previewBaselines|collection|comment|promptSet|finding)\(|nonsense", |"z\[0.1\] > 0", "z/.test(
        operation,
      )
    )
      continue;
    expect(await ask(operation, PRIVATE, 'owner'), operation).not.toBe(
      await ask(operation, MISSING, 'owner'),
    );
  }
  const own = await ask(`{ runs(mine: true) { ${RUNS} } }`, MISSING, 'owner');
  for (const secret of ['quagga', '0.7313', PRIVATE.RUN]) expect(own).toContain(secret);
  expect(
    await ask(`{ finding(slug: "${WITHDRAWN.SLUG}") { title withdrawnReason } }`, MISSING, 'stranger'),
  ).toContain('okapi');
});

it('exports and thumbnails contain nothing of it', async () => {
  const request = new Request('http://localhost/api/account/export', { headers: headers.guest });
  const exported = await (await serveAccountExport(request)).text();
  for (const secret of [...SECRETS, ...SECRETS_OF_FINDING]) expect(exported).not.toContain(secret);
  const file = `${'a'.repeat(16)}-light.png`;
  expect(await findThumbnail(services, WITHDRAWN.SLUG, file)).toBeNull();
});

it('serves the thumbnail of a private run to its owner alone, and lets no shared cache keep it', async () => {
  const get = (id: string, who: Who | 'owner') => {
    const url = `http://127.0.0.1:3000${formatPictureAddress(id, 'light')}`;
    return serveRunThumbnail(new Request(url, { headers: headers[who] }), id, url.split('/').at(-1)!);
  };
  for (const who of OTHERS) {
    const [refused, none] = await Promise.all([get(PRIVATE.RUN, who), get(MISSING.RUN, who)]);
    expect([refused.status, await refused.text()]).toEqual([404, await none.text()]);
    expect([...refused.headers]).toEqual([...none.headers]);
  }
  expect(await services.db.runPicture.count()).toBe(0);
  const own = await get(PRIVATE.RUN, 'owner');
  expect([own.status, own.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(own.headers.get('cache-control')).toBe('private, max-age=86400');
  expect(own.headers.get('vary')).toBe('cookie, authorization');
  expect(await services.db.runPicture.count()).toBe(1);
  expect((await get(PRIVATE.RUN, 'stranger')).status).toBe(404);
  expect((await get(`${PRIVATE.RUN}2`, 'owner')).status).toBe(404);
});

it('previews of links show only public runs', async () => {
  const setVisibility = (visibility: string) =>
    services.db.run.update({ where: { id: PRIVATE.RUN }, data: { visibility } });
  try {
    for (const visibility of ['PRIVATE', 'UNLISTED']) {
      await setVisibility(visibility);
      expect(await readPublicPicture(PRIVATE.RUN), visibility).toBeNull();
    }
    await setVisibility('PUBLIC');
    expect(await readPublicPicture(PRIVATE.RUN)).toMatchObject({
      shape: [expect.any(Number), expect.any(Number)],
    });
  } finally {
    await setVisibility('PRIVATE');
  }
});
