/** To everybody but its author and administrators, a hidden finding answers as one that does not exist. */
import { parse, subscribe, validate } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createContext } from '../graphql/context';
import { schema } from '../graphql/schema';
import { openBrowser } from '../testing/browser';
import { storeOwnedRows } from '../testing/owned-rows';
import { listStatements } from '../testing/statements';
import { storeFakeModel } from '../testing/stored-runs';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';
import { identityCookie } from './identity';

/** The finding and what is below it, as storeOwnedRows names them. */
const HIDDEN = {
  FINDING: 'Okapi1',
  SLUG: 'okapi1',
  COMMENT: 'Okapim',
  EVIDENCE: 'Okapie',
  CLAIM: 'Okapik',
} as const;
const MISSING = {
  FINDING: 'Zebra1',
  SLUG: 'zebra1',
  COMMENT: 'Zebram',
  EVIDENCE: 'Zebrae',
  CLAIM: 'Zebrak',
} as const;
type Ids = Record<keyof typeof HIDDEN, string>;

/** Mutations that name a finding or what is below it. */
const MUTATIONS: Record<string, readonly string[]> = {
  editFinding: [
    'editFinding(input: { findingId: "FINDING", title: "Another" }) { id }',
    'editFinding(input: { slug: "SLUG", title: "" }) { id }',
  ],
  withdrawFinding: ['withdrawFinding(findingId: "SLUG", reason: "x") { id }'],
  deleteFinding: ['deleteFinding(slug: "SLUG")', 'deleteFinding(slug: "FINDING")'],
  forkFinding: ['forkFinding(findingId: "FINDING") { run { id } }'],
  replicateFinding: ['replicateFinding(findingId: "SLUG") { id }'],
  attachEvidence: [
    'attachEvidence(findingId: "FINDING", runId: "Okapi3", stance: REFUTES, note: "x") { id }',
    'attachEvidence(findingId: "SLUG", runId: "none", stance: SUPPORTS, note: "") { id }',
  ],
  respondToEvidence: ['respondToEvidence(id: "EVIDENCE", response: "x") { id }'],
  removeEvidence: ['removeEvidence(id: "EVIDENCE")'],
  createCollection: ['createCollection(input: { title: "x", items: [{ finding: "SLUG" }] }) { id }'],
  saveCollection: [
    `saveCollection(input: { id: "list", version: 1, title: "x", visibility: PUBLIC, items: [{ finding: "FINDING" }] }) {
      id version }`,
  ],
  addToCollection: ['addToCollection(collectionId: "list", findingId: "FINDING") { id }'],
  addComment: [
    'addComment(findingId: "SLUG", text: "x") { id }',
    'addComment(findingId: "FINDING", text: "x", parentId: "COMMENT") { id }',
    'addComment(findingId: "FINDING", text: "x", claimId: "CLAIM") { id }',
    'addComment(findingId: "open1", text: "x", parentId: "COMMENT") { id }',
  ],
  editComment: ['editComment(id: "COMMENT", text: "y") { id }'],
  deleteComment: ['deleteComment(id: "COMMENT")'],
  react: ['react(commentId: "COMMENT", kind: THANKS) { id }'],
  starFinding: ['starFinding(findingId: "SLUG") { id }'],
  unstarFinding: ['unstarFinding(findingId: "FINDING") { id }'],
  report: [
    'report(findingId: "SLUG", reason: "x") { id }',
    'report(commentId: "COMMENT", reason: "x") { id }',
  ],
  hideComment: ['hideComment(id: "COMMENT", reason: "x") { id }'],
  unhideComment: ['unhideComment(id: "COMMENT", reason: "x") { id }'],
  hideFinding: ['hideFinding(findingId: "FINDING", reason: "x") { id }'],
  unhideFinding: ['unhideFinding(findingId: "SLUG", reason: "x") { id }'],
};
/** Mutations that name neither a finding nor what is below it. Runs, prompt sets and the rest have tests of their own. */
const OTHERS = `createRun cancelRun editRun deleteRun importRun publishFinding publishNotebook
  createPromptSet editPromptSet deletePromptSet patchTogether addControl deleteJointPatch saveCircuit deleteCircuit
  shareCollection forkCollection deleteCollection markNotificationsRead dismissReport installModel cancelInstallation verifyModel
  createAccessToken revokeAccessToken renameViewer revokeSession revokeOtherSessions deleteAccount`.split(
  /\s+/,
);

const QUERIES = [
  '{ finding(slug: "SLUG") { title } }',
  '{ finding(slug: "SLUG@1") { title } }',
  '{ comment(id: "COMMENT") { id text finding { slug } } }',
  '{ mentionableUsers(findingId: "SLUG", name: "") { id name } }',
  '{ mentionableUsers(findingId: "FINDING", name: "") { id name } }',
];
/** Operations in which the hidden finding could appear though it is not asked for. */
const LISTS = [
  '{ run(id: "Okapi1") { title finding { title slug } } }',
  '{ runs(first: 100) { edges { node { id finding { title slug } } } } }',
  '{ findings(first: 100) { edges { node { title slug } } } }',
  '{ findings(search: "okapi") { edges { node { title slug } } } }',
  '{ findingFilters { total tags { value } } }',
  '{ head(model: "fake", layer: 0, head: 1) { claims { text finding { title slug } } findings { finding { title slug } } } }',
  '{ collection(id: "shared") { items { finding { title slug } } } }',
  '{ finding(slug: "open1") { forkedFrom { title } forks { title } lineage { finding { title } } similar { finding { title } } } }',
  '{ viewer { stars { edges { node { title } } } notifications { edges { node { text finding { title } } } unreadCount } } }',
  '{ runs(mine: true) { edges { node { draft { title summary tags claims forkedFrom { title } } } } } }',
];

let services: TestServices;
let uninstall: () => void;
let owner: string;
type Who = 'stranger' | 'guest' | 'member' | 'owner';
let headers: Record<Who, Record<string, string>>;

beforeAll(async () => {
  services = await createTestServices({
    RATE_LIMIT_SIGN_INS_PER_HOUR: '0',
    RATE_LIMIT_POSTS_PER_HOUR: '0',
    RATE_LIMIT_WORK_PER_MINUTE: '0',
  });
  uninstall = installServices(services);
  await storeFakeModel(services);
  const signUp = async (name: string) => {
    const browser = openBrowser(services);
    await browser.signUp(`${name}@example.org`, name);
    return { host: '127.0.0.1:3000', cookie: browser.cookie() };
  };
  // The first account is that of the administrator, who can open hidden findings.
  await signUp('administrator');
  const { db } = services;
  await db.user.create({ data: { id: 'guest', name: 'Guest' } });
  headers = {
    stranger: {},
    guest: { cookie: identityCookie('guest', services.secret, false).split(';')[0]! },
    member: await signUp('member'),
    owner: await signUp('owner'),
  };
  owner = (await db.userAccount.findUniqueOrThrow({ where: { email: 'owner@example.org' } })).id;
});
afterAll(async () => {
  uninstall();
  await services.dispose();
});
beforeEach(prepare);

/** A hidden finding with everything below it, which everybody has starred and was told of, and one that can be opened. */
async function prepare(): Promise<void> {
  const { db } = services;
  await db.finding.deleteMany();
  await db.run.deleteMany();
  await db.collection.deleteMany();
  await db.promptSet.deleteMany();
  await db.accessToken.deleteMany();
  await storeOwnedRows(services, owner, 'Okapi');
  const findingId = HIDDEN.FINDING;
  await db.run.updateMany({ data: { visibility: 'PUBLIC' } });
  await db.finding.update({
    where: { id: findingId },
    data: {
      title: 'The quagga',
      text: 'the okapi quagga',
      claims: { create: { id: HIDDEN.CLAIM, index: 0, text: 'z[0.1] > 0.7313' } },
      tags: { create: { tag: 'quagga' } },
      hidden: { create: { reason: 'x' } },
    },
  });
  await db.collection.update({ where: { id: 'Okapil' }, data: { id: 'shared' } });
  const { id: member } = await db.userAccount.findUniqueOrThrow({ where: { email: 'member@example.org' } });
  await db.collection.create({
    data: {
      id: 'list',
      slug: 'list',
      ownerId: 'guest',
      title: 'A list',
      visibility: 'PUBLIC',
      editors: { create: [{ userId: member }, { userId: owner }] },
    },
  });
  for (const userId of ['guest', member]) {
    await db.star.create({ data: { findingId, userId } });
    await db.notification.create({
      data: { id: `for ${userId}`, key: 'x', userId, actorId: owner, findingId, kind: 'FORK' },
    });
  }
  await db.finding.create({
    data: {
      id: 'open1',
      slug: 'open1',
      runId: 'Okapi2',
      ownerId: owner,
      title: 'Open',
      summary: 'x',
      card: '{}',
      text: 'open',
      forkedFromId: findingId,
    },
  });
  // A fork by the guest that is not published.
  await db.run.update({ where: { id: 'Okapi3' }, data: { forkedFindingId: findingId, ownerId: 'guest' } });
}

/** The answer as text, with the ids that were asked for blanked out. */
async function ask(operation: string, ids: Ids, who: Who): Promise<string> {
  let text = operation;
  for (const [name, id] of Object.entries(ids)) text = text.replaceAll(name, id);
  const { cookie = null, ...rest } = headers[who];
  const { data, errors } = await services.ask(text, {}, cookie, rest);
  let answer = JSON.stringify({ data, errors });
  for (const id of Object.values(ids)) answer = answer.replaceAll(id, '#');
  return answer;
}

const mutations = Object.values(MUTATIONS)
  .flat()
  .map((mutation) => `mutation { ${mutation} }`);

it('has a row for every mutation that names a finding', () => {
  const names = Object.keys(schema.getMutationType()!.getFields());
  expect([...Object.keys(MUTATIONS), ...OTHERS].toSorted()).toEqual(names.toSorted());
  for (const operation of [...mutations, ...QUERIES, ...LISTS])
    expect(validate(schema, parse(operation)), operation).toEqual([]);
});

describe.each(['stranger', 'guest', 'member'] as const)('to a %s', (who) => {
  it('mutations and queries that name it answer as for one that does not exist', async () => {
    for (const operation of [...mutations, ...QUERIES]) {
      const answer = await ask(operation, HIDDEN, who);
      expect(answer, operation).toBe(await ask(operation, MISSING, who));
      expect(answer, operation).toMatch(/NOT_FOUND|BAD_USER_INPUT|FORBIDDEN|null/);
    }
    expect(await services.db.hiddenFinding.count({ where: { findingId: HIDDEN.FINDING } })).toBe(1);
  });

  it('they run the same statements, so that their time tells nothing either', async () => {
    const read = (operation: string, ids: Ids) => listStatements(() => ask(operation, ids, who));
    for (const operation of [...mutations, ...QUERIES])
      expect(await read(operation, HIDDEN), operation).toEqual(await read(operation, MISSING));
    expect(await read('{ finding(slug: "open1") { title } }', MISSING)).not.toEqual([]);
  });

  it('no answer contains it', async () => {
    for (const operation of LISTS) {
      const answer = await ask(operation, MISSING, who);
      for (const secret of ['quagga', 'okapi1', '0.7313']) expect(answer, operation).not.toContain(secret);
    }
    expect(await ask('{ findingFilters { total } }', MISSING, who)).toContain('"total":1');
    if (who !== 'stranger')
      expect(await ask('{ viewer { notifications { unreadCount } } }', MISSING, who)).toContain(
        '"unreadCount":0',
      );
  });

  it('what happens around it cannot be followed', async () => {
    const follow = async (id: string): Promise<string> => {
      const exchange = { header: (name: string) => headers[who][name] ?? null, setCookie: () => {} };
      const contextValue = await createContext(exchange, services);
      const document = parse(`subscription { findingActivity(findingId: "${id}") { kind } }`);
      return JSON.stringify(await subscribe({ schema, document, contextValue })).replaceAll(id, '#');
    };
    expect(await follow(HIDDEN.SLUG)).toBe(await follow(MISSING.SLUG));
  });
});

describe('to a guest whose run is on it', () => {
  const CHANGES = [
    'editRun(input: { id: "Okapi3", visibility: PRIVATE }) { id }',
    'deleteRun(id: "Okapi3")',
  ].map((change) => `mutation { ${change} }`);

  it.each([
    ['attached as evidence', () => attach()],
    ['a further run', () => addRun()],
  ])('%s: what keeps the run does not name it', async (_, put) => {
    await services.db.finding.update({ where: { id: 'open1' }, data: { forkedFromId: null } });
    await put();
    // One after another: the run of evidence can be deleted, and is then not found.
    const answers: string[] = [];
    for (const change of CHANGES) answers.push(await ask(change, MISSING, 'guest'));
    expect(answers.join()).toContain('a finding that an administrator has hidden');
    for (const secret of ['quagga', 'okapi1', HIDDEN.FINDING]) expect(answers.join()).not.toContain(secret);
  });

  it('an open finding is named', async () => {
    await services.db.hiddenFinding.deleteMany();
    await attach();
    expect(await ask(CHANGES[0]!, MISSING, 'guest')).toContain('/findings/okapi1');
  });

  const attach = (): Promise<unknown> =>
    services.db.evidence.create({
      data: { id: 'e', findingId: HIDDEN.FINDING, runId: 'Okapi3', creatorId: 'guest', stance: 'SUPPORTS' },
    });
  const addRun = (): Promise<unknown> =>
    services.db.findingRun.create({
      data: { findingId: HIDDEN.FINDING, runId: 'Okapi3', index: 7, label: 'x' },
    });
});

it('its author can still use it: the operations would find a leak', async () => {
  for (const operation of [...mutations, ...QUERIES]) {
    if (/hide(Comment|Finding)|parentId|"none"/i.test(operation)) continue;
    const missing = await ask(operation, MISSING, 'owner');
    expect(await ask(operation, HIDDEN, 'owner'), operation).not.toBe(missing);
    if (/delete|remove|withdraw/.test(operation)) await prepare();
  }
});
