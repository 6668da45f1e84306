/** The authorisation table: every mutation, subscription and private field as everybody who can ask. */
import { parse, subscribe, type GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createContext } from '../graphql/context';
import { formatError } from '../graphql/errors';
import { schema } from '../graphql/schema';
import { openBrowser } from '../testing/browser';
import { storeOwnedRows } from '../testing/owned-rows';
import { storeFakeModel } from '../testing/stored-runs';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';
import { createAccessToken } from './access-tokens';
import { identityCookie } from './identity';
import { admit, POLICY, type Action } from './policy';

type Who = 'stranger' | 'guest' | 'owner' | 'member' | 'administrator' | 'reading token';

/** yes: the request gets past every rule, whatever comes of it then. */
type Verdict = 'yes' | 'FORBIDDEN' | 'UNAUTHENTICATED' | 'NOT_FOUND';

const WHO: readonly Who[] = ['stranger', 'guest', 'owner', 'member', 'administrator', 'reading token'];
const ALL = ['yes', 'yes', 'yes', 'yes', 'yes'] as const;
const OWNER = ['FORBIDDEN', 'FORBIDDEN', 'yes', 'FORBIDDEN', 'FORBIDDEN'] as const;
const OWNER_OR_ADMINISTRATOR = ['FORBIDDEN', 'FORBIDDEN', 'yes', 'FORBIDDEN', 'yes'] as const;
const ADMINISTRATOR = ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'yes'] as const;
/** Rows that are looked up among one's own: of others they do not exist. */
const OWN = ['NOT_FOUND', 'NOT_FOUND', 'yes', 'NOT_FOUND', 'NOT_FOUND'] as const;

interface Row {
  /** The operation. Invalid inputs are refused after the rules, so most fields need none that is valid. */
  readonly ask: string;
  /** As stranger, guest, owner, another member, administrator. */
  readonly verdicts: readonly Verdict[];
  /** With a token of the owner that only reads. */
  readonly reading: Verdict;
}

const mutation = (ask: string, verdicts: readonly Verdict[]): Row => ({
  ask: `mutation { ${ask} }`,
  verdicts,
  reading: 'FORBIDDEN',
});
const privateField = (field: string, reading: Verdict = 'yes'): Row => ({
  ask: `{ run(id: "O1") { owner { ${field} } } }`,
  verdicts: OWNER,
  reading,
});
const forAdministrators = (ask: string): Row => ({
  ask: `{ ${ask} }`,
  verdicts: ADMINISTRATOR,
  reading: 'FORBIDDEN',
});
const subscription = (ask: string): Row => ({
  ask: `subscription { ${ask} }`,
  verdicts: ALL,
  reading: 'yes',
});

const PAIRS = 'pairs: []';
const TABLE: Record<Action, Row> = {
  createRun: mutation(`createRun(input: { model: "fake", ${PAIRS}, sweeps: [] }) { id }`, ALL),
  createPromptSet: mutation('createPromptSet(input: { name: "", pairs: [] }) { id }', ALL),
  editPromptSet: mutation('editPromptSet(input: { id: "Op", name: "" }) { id }', OWNER),
  deletePromptSet: mutation('deletePromptSet(id: "Op")', OWNER_OR_ADMINISTRATOR),
  cancelRun: mutation('cancelRun(id: "O1") { id }', OWNER_OR_ADMINISTRATOR),
  editRun: mutation('editRun(input: { id: "O1", notes: "x" }) { id }', OWNER),
  deleteRun: mutation('deleteRun(id: "O1")', OWNER_OR_ADMINISTRATOR),
  patchTogether: mutation('patchTogether(input: { run: "O1", sites: [] }) { id }', ALL),
  addControl: mutation('addControl(input: { jointPatch: "none", rule: OTHER_PROMPT }) { id }', ALL),
  deleteJointPatch: mutation('deleteJointPatch(id: "JOINT")', OWNER_OR_ADMINISTRATOR),
  saveCircuit: mutation(
    'saveCircuit(input: { run: "O1", name: "x", circuit: { nodes: [{ layer: 0 }] } }) { id }',
    ALL,
  ),
  deleteCircuit: mutation('deleteCircuit(id: "Oc")', OWNER_OR_ADMINISTRATOR),
  publishFinding: mutation(
    'publishFinding(input: { runId: "O1", title: "A title", summary: "x", tags: [] }) { id }',
    OWNER,
  ),
  editFinding: mutation('editFinding(input: { slug: "o1", title: "" }) { id }', OWNER_OR_ADMINISTRATOR),
  withdrawFinding: mutation('withdrawFinding(findingId: "o1", reason: "") { id }', OWNER_OR_ADMINISTRATOR),
  deleteFinding: mutation('deleteFinding(slug: "o1")', OWNER_OR_ADMINISTRATOR),
  forkFinding: mutation('forkFinding(findingId: "o1") { run { id } }', ALL),
  replicateFinding: mutation('replicateFinding(findingId: "o1") { id }', ALL),
  attachEvidence: mutation(
    'attachEvidence(findingId: "o1", runId: "O1", stance: REFUTES, note: "") { id }',
    ALL,
  ),
  respondToEvidence: mutation('respondToEvidence(id: "Oe", response: "x") { id }', OWNER),
  removeEvidence: mutation('removeEvidence(id: "Oe")', OWNER_OR_ADMINISTRATOR),
  importRun: mutation('importRun(json: "") { id }', ALL),
  createCollection: mutation('createCollection(input: { title: "" }) { id }', ALL),
  saveCollection: mutation(
    'saveCollection(input: { id: "Ol", version: 9, title: "x", visibility: PUBLIC, items: [] }) { id }',
    OWNER_OR_ADMINISTRATOR,
  ),
  addToCollection: mutation(
    'addToCollection(collectionId: "Ol", findingId: "o1") { id }',
    OWNER_OR_ADMINISTRATOR,
  ),
  shareCollection: mutation('shareCollection(id: "Ol", editors: []) { id }', OWNER),
  forkCollection: mutation('forkCollection(id: "Ol") { id }', ALL),
  deleteCollection: mutation('deleteCollection(id: "Ol")', OWNER_OR_ADMINISTRATOR),
  addComment: mutation('addComment(findingId: "o1", text: "") { id }', ALL),
  editComment: mutation('editComment(id: "Om", text: "x") { id }', OWNER),
  deleteComment: mutation('deleteComment(id: "Om")', OWNER_OR_ADMINISTRATOR),
  react: mutation('react(commentId: "Om", kind: AGREE) { id }', ALL),
  starFinding: mutation('starFinding(findingId: "o1") { id }', ALL),
  unstarFinding: mutation('unstarFinding(findingId: "o1") { id }', ALL),
  markNotificationsRead: mutation('markNotificationsRead', ALL),
  report: mutation('report(commentId: "Om", reason: "") { id }', ALL),
  hideComment: mutation('hideComment(id: "Om", reason: "") { id }', ADMINISTRATOR),
  unhideComment: mutation('unhideComment(id: "Om", reason: "") { id }', ADMINISTRATOR),
  hideFinding: mutation('hideFinding(findingId: "o1", reason: "") { id }', ADMINISTRATOR),
  unhideFinding: mutation('unhideFinding(findingId: "o1", reason: "") { id }', ADMINISTRATOR),
  dismissReport: mutation('dismissReport(id: "Or", reason: "") { id }', ADMINISTRATOR),
  installModel: mutation('installModel(id: "") { id }', ADMINISTRATOR),
  cancelInstallation: mutation('cancelInstallation(id: "") { id }', ADMINISTRATOR),
  verifyModel: mutation('verifyModel(id: "none") { id }', ADMINISTRATOR),
  publishNotebook: mutation('publishNotebook(model: "none") { id }', ADMINISTRATOR),
  createAccessToken: mutation('createAccessToken(name: "") { token }', ALL),
  revokeAccessToken: mutation('revokeAccessToken(id: "TOKEN")', OWN),
  renameViewer: mutation('renameViewer(name: "") { id }', ALL),
  revokeSession: mutation('revokeSession(id: "session")', OWN),
  revokeOtherSessions: mutation('revokeOtherSessions', ALL),
  deleteAccount: mutation('deleteAccount(password: "wrong")', [
    'UNAUTHENTICATED',
    'yes',
    'yes',
    'yes',
    'yes',
  ]),
  runProgress: subscription('runProgress(id: "O1") { status }'),
  modelInstallation: subscription('modelInstallation(id: "gpt2") { state }'),
  findingActivity: subscription('findingActivity(findingId: "o1") { kind }'),
  viewerNotifications: {
    ...subscription('viewerNotifications { unreadCount }'),
    verdicts: ['UNAUTHENTICATED', 'yes', 'yes', 'yes', 'yes'],
  },
  'User.accessTokens': privateField('accessTokens { id }'),
  'User.email': privateField('email'),
  'User.role': privateField('role'),
  'User.sessions': privateField('sessions { id }', 'FORBIDDEN'),
  'User.notifications': privateField('notifications { unreadCount }'),
  'User.stars': privateField('stars { pageInfo { hasNextPage } }'),
  'Query.reports': forAdministrators('reports { pageInfo { hasNextPage } }'),
  'Query.workers': forAdministrators('workers { id }'),
  'Query.administration': forAdministrators('administration { queue { queued } }'),
  'Query.auditEntries': forAdministrators('auditEntries { pageInfo { hasNextPage } }'),
};

it('has a row for every rule, and a rule for every mutation, subscription and private field', () => {
  expect(Object.keys(TABLE).toSorted()).toEqual(Object.keys(POLICY).toSorted());
  const fields = [schema.getMutationType()!, schema.getSubscriptionType()!].flatMap((type) =>
    Object.keys(type.getFields()),
  );
  const rules = Object.keys(POLICY).filter((name) => !name.includes('.'));
  expect(fields.toSorted()).toEqual(rules.toSorted());
  const user = schema.getType('User') as GraphQLObjectType;
  const secrets = Object.keys(user.getFields()).filter((name) => name !== 'id' && name !== 'name');
  const privates = Object.keys(POLICY).filter((name) => name.startsWith('User.'));
  expect(secrets.map((name) => `User.${name}`).toSorted()).toEqual(privates.toSorted());
});

let services: TestServices;
let uninstall: () => void;
let owner: string;
/** What each of them sends. */
let headers: Record<Who, Record<string, string>>;

beforeAll(async () => {
  services = await createTestServices({ RATE_LIMIT_SIGN_INS_PER_HOUR: '0', RATE_LIMIT_GUESTS_PER_HOUR: '0' });
  uninstall = installServices(services);
  await storeFakeModel(services);
  const signUp = async (name: string) => {
    const browser = openBrowser(services);
    await browser.signUp(`${name}@example.org`, name);
    return { host: '127.0.0.1:3000', cookie: browser.cookie() };
  };
  // The first account is that of the administrator.
  const administrator = await signUp('administrator');
  headers = {
    stranger: {},
    guest: { cookie: identityCookie('guest', services.secret, false).split(';')[0]! },
    owner: await signUp('owner'),
    member: await signUp('member'),
    administrator,
    'reading token': {},
  };
  owner = (await services.db.userAccount.findUniqueOrThrow({ where: { email: 'owner@example.org' } })).id;
});
afterAll(async () => {
  uninstall();
  await services.dispose();
});

/** Stores what operations are about: rows of every kind of the owner, a guest, a session. Returns the text of an operation. */
async function prepare(ask: string): Promise<string> {
  const { db } = services;
  await db.finding.deleteMany();
  await db.run.deleteMany();
  await db.accessToken.deleteMany();
  await db.collection.deleteMany();
  await db.promptSet.deleteMany();
  await storeOwnedRows(services, owner, 'O');
  const { token } = await createAccessToken(db, async () => owner, 'reader', 'READ');
  headers['reading token'] = { authorization: `Bearer ${token}` };
  await db.user.upsert({ where: { id: 'guest' }, create: { id: 'guest', name: 'Guest' }, update: {} });
  const session = { id: 'session', token: 'session', userId: owner, expiresAt: new Date(Date.now() + 1e6) };
  await db.userSession.upsert({ where: { id: 'session' }, create: session, update: {} });
  const { id } = await db.accessToken.findFirstOrThrow({ where: { name: 'script' } });
  return ask.replace('TOKEN', String(id)).replace('JOINT', `${owner} O1`);
}

/** The code of the first refusal of an operation; null when it is not refused. */
async function readCode(ask: string, who: Who): Promise<unknown> {
  const { cookie = null, ...rest } = headers[who];
  if (!ask.startsWith('subscription'))
    return (await services.ask(ask, {}, cookie, rest)).errors?.[0]?.extensions?.['code'] ?? null;
  const exchange = { header: (name: string) => headers[who][name] ?? null, setCookie: () => {} };
  const context = await createContext(exchange, services);
  const results = await subscribe({ schema, document: parse(ask), contextValue: context });
  if (!(Symbol.asyncIterator in results))
    return formatError(results.errors?.[0]).extensions?.['code'] ?? 'an error';
  await results.return?.(undefined);
  return null;
}

it.each(Object.entries(TABLE))('%s', async (_, { ask, verdicts, reading }) => {
  const expected = [...verdicts, reading];
  const refusals = new Set<unknown>([...expected, 'FORBIDDEN', 'UNAUTHENTICATED']);
  const got: unknown[] = [];
  let text = await prepare(ask);
  for (const who of WHO) {
    const code = await readCode(text, who);
    const verdict = refusals.has(code) ? code : 'yes';
    got.push(verdict);
    if (verdict === 'yes') text = await prepare(ask);
  }
  expect(Object.fromEntries(WHO.map((who, index) => [who, got[index]]))).toEqual(
    Object.fromEntries(WHO.map((who, index) => [who, expected[index]])),
  );
});

it('lets guests only read, and delete what they have, where ALLOW_GUESTS is off', () => {
  const isAdmitted = (action: Action, role: 'GUEST' | 'MEMBER' | null): boolean => {
    try {
      admit(
        { allowGuests: false },
        { userId: role && 'x', role, isAdministrator: false, tokenScope: null },
        action,
      );
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/UNAUTHENTICATED|FORBIDDEN/) });
      return false;
    }
  };
  const actions = Object.keys(POLICY) as Action[];
  const forGuests = [
    'deleteAccount',
    'runProgress',
    'modelInstallation',
    'findingActivity',
    'viewerNotifications',
    'User.accessTokens',
    'User.email',
    'User.role',
    'User.sessions',
    'User.notifications',
    'User.stars',
  ];
  expect(actions.filter((action) => isAdmitted(action, null))).toEqual(forGuests);
  expect(actions.filter((action) => isAdmitted(action, 'GUEST'))).toEqual(forGuests);
  expect(isAdmitted('createRun', 'MEMBER')).toBe(true);
});
