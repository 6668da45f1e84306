/** Comments, reactions, stars, notifications, live updates, reports and the audit log through the API. */
import { parse, subscribe } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatMention } from '../../domain/mention';
import { identityCookie } from '../accounts/identity';
import { openBrowser } from '../testing/browser';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';
import { createContext } from './context';
import { schema } from './schema';

let services: TestServices;
let uninstall: () => void;
let administrator: string;

beforeAll(async () => {
  services = await createTestServices({ RATE_LIMIT_POSTS_PER_HOUR: '0' });
  uninstall = installServices(services);
  await storeFakeModel(services);
  const browser = openBrowser(services);
  await browser.signUp('administrator@example.org', 'Admin');
  administrator = browser.cookie();
  await storeRuns(services, ['A1', 'B1'], { status: 'SUCCEEDED' });
  await services.db.user.create({ data: { id: 'C', name: 'Carl' } });
  await services.db.sweep.create({
    data: {
      runId: 'A1',
      kind: 'HEAD_Z',
      axes: '["layer","head"]',
      shape: '[2,4]',
      elapsedMs: 1,
      flops: 1,
    },
  });
});
afterAll(async () => {
  uninstall();
  await services.dispose();
});
beforeEach(async () => {
  const { db } = services;
  await db.finding.deleteMany();
  await db.auditEntry.deleteMany();
  const finding = { title: 'Name movers', summary: 'x', card: '{}', text: 'name movers' };
  await db.finding.create({
    data: {
      ...finding,
      id: 'F',
      slug: 'name-movers',
      runId: 'A1',
      ownerId: 'A',
      createdAt: new Date(2000),
      claims: { create: { id: 'claim', index: 0, text: 'z[1.3] > 0.1' } },
    },
  });
  await db.finding.create({
    data: { ...finding, id: 'G', slug: 'other', runId: 'B1', ownerId: 'B', createdAt: new Date(1000) },
  });
});

const as = (id: string): string => identityCookie(id, services.secret, false).split(';')[0]!;

async function ask<T>(source: string, cookie: string | null, variables: object = {}): Promise<T> {
  const { data, errors } = await services.ask(source, variables, cookie);
  expect(errors).toBeUndefined();
  return data as T;
}
async function refuse(source: string, cookie: string | null, variables: object = {}) {
  return (await services.ask(source, variables, cookie)).errors?.[0]?.extensions;
}

const ADD = `mutation ($findingId: ID! = "name-movers", $text: String!, $parentId: ID, $claimId: ID, $cell: String) {
  addComment(findingId: $findingId, text: $text, parentId: $parentId, claimId: $claimId, cell: $cell) { id } }`;

async function add(cookie: string | null, text: string, about: object = {}): Promise<string> {
  return (await ask<{ addComment: { id: string } }>(ADD, cookie, { text, ...about })).addComment.id;
}

interface ReadComment {
  id: string;
  state: string;
  text: string;
  author: { name: string } | null;
  parentId: string | null;
  replies: ReadComment[];
}
const COMMENT = 'id state text author { name } parentId cell claimText canEdit canDelete revisions { text }';
async function readThreads(cookie: string | null = null, filter = '') {
  const { finding } = await ask<{
    finding: {
      comments: { edges: { node: ReadComment }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
  }>(
    `{ finding(slug: "name-movers") { comments(first: 2${filter}) { edges { node { ${COMMENT} replies { ${COMMENT} } } }
      pageInfo { hasNextPage endCursor } } } }`,
    cookie,
  );
  return { threads: finding.comments.edges.map(({ node }) => node), ...finding.comments.pageInfo };
}

interface Told {
  viewer: {
    notifications: {
      unreadCount: number;
      edges: { node: { id: string; kind: string; text: string; address: string } }[];
    };
  };
}
async function readNotifications(id: string) {
  const { viewer } = await ask<Told>(
    '{ viewer { notifications { unreadCount edges { node { id kind text address } } } } }',
    as(id),
  );
  const { unreadCount, edges } = viewer.notifications;
  return { unreadCount, kinds: edges.map(({ node }) => node.kind), nodes: edges.map(({ node }) => node) };
}

describe('comments', () => {
  it('are threaded, on the finding, a claim or a cell, and paged', async () => {
    const first = await add(as('B'), 'A *first* one.');
    const reply = await add(as('C'), 'An answer.', { parentId: first });
    const deeper = await add(as('B'), 'An answer to it.', { parentId: reply });
    await add(as('B'), 'On a claim.', { claimId: 'claim' });
    const onCell = await add(as('B'), 'On a cell.', { cell: 'z[1.3]' });
    await add(as('C'), 'About the cell, too.', { parentId: onCell });
    const page = await readThreads();
    expect(page.threads.map(({ text }) => text)).toEqual(['On a cell.', 'On a claim.']);
    expect(page.threads[0]).toMatchObject({ cell: 'HEAD_Z:1:3', replies: [{ cell: 'HEAD_Z:1:3' }] });
    expect(page.threads[1]).toMatchObject({ claimText: 'z[1.3] > 0.1' });
    const next = await readThreads(null, `, after: "${page.endCursor}"`);
    expect(next).toMatchObject({ hasNextPage: false, threads: [{ id: first, author: { name: 'B' } }] });
    expect(next.threads[0]!.replies.map(({ id, parentId }) => [id, parentId])).toEqual([
      [reply, first],
      [deeper, reply],
    ]);
    expect((await readThreads(null, ', cell: "L1H3"')).threads.map(({ id }) => id)).toEqual([onCell]);
    expect((await readThreads(null, ', claimId: "claim"')).threads).toHaveLength(1);
    const { finding } = await ask<object & { finding: object }>(
      '{ finding(slug: "name-movers") { commentCount commentedCells { cell count } claims { commentCount } } }',
      null,
    );
    expect(finding).toEqual({
      commentCount: 6,
      commentedCells: [{ cell: 'HEAD_Z:1:3', count: 2 }],
      claims: [{ commentCount: 1 }],
    });
  });

  it('are refused with the field', async () => {
    const id = await add(as('B'), 'x');
    const refusals: [object, string][] = [
      [{ text: ' \u200b' }, 'text'],
      [{ text: 'a\0b' }, 'text'],
      [{ text: 'half \ud83d' }, 'text'],
      [{ text: 'x'.repeat(5001) }, 'text'],
      [{ text: 'x', cell: 'z[9.9]' }, 'cell'],
      [{ text: 'x', cell: 'z[1.1]', claimId: 'claim' }, 'cell'],
      [{ text: 'x', cell: 'z[1.1]', parentId: id }, 'cell'],
    ];
    for (const [variables, path] of refusals) {
      expect(await refuse(ADD, as('B'), variables), JSON.stringify(variables)).toMatchObject({
        code: 'BAD_USER_INPUT',
        issues: [{ path }],
      });
    }
    for (const variables of [{ findingId: 'none' }, { claimId: 'none' }, { parentId: 'none' }]) {
      expect(await refuse(ADD, as('B'), { text: 'x', ...variables })).toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await services.db.comment.count()).toBe(1);
  });

  it('make a visitor a guest, by the id of the finding too', async () => {
    const { setCookie } = await services.ask(ADD, { findingId: 'F', text: 'x' });
    expect(setCookie[0]).toMatch(/^patchbay_guest=/);
  });

  it('keep their history when they are edited, and leave a placeholder while they have answers', async () => {
    const id = await add(as('B'), 'one');
    const answer = await add(as('C'), 'an answer', { parentId: id });
    const edit = 'mutation ($id: ID!, $text: String!) { editComment(id: $id, text: $text) { text } }';
    expect(await refuse(edit, as('C'), { id, text: 'two' })).toMatchObject({ code: 'FORBIDDEN' });
    await ask(edit, as('B'), { id, text: 'two' });
    await ask(edit, as('B'), { id, text: 'three' });
    expect((await readThreads()).threads[0]).toMatchObject({
      text: 'three',
      revisions: [{ text: 'two' }, { text: 'one' }],
    });
    const remove = 'mutation ($id: ID!) { deleteComment(id: $id) }';
    expect(await refuse(remove, as('C'), { id })).toMatchObject({ code: 'FORBIDDEN' });
    await ask(remove, as('B'), { id });
    expect((await readThreads()).threads).toMatchObject([
      { state: 'DELETED', text: '', author: null, revisions: [], replies: [{ text: 'an answer' }] },
    ]);
    expect(await refuse(edit, as('B'), { id, text: 'x' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refuse(ADD, as('B'), { text: 'x', parentId: id })).toMatchObject({ code: 'BAD_USER_INPUT' });
    await ask(remove, as('C'), { id: answer });
    expect(await services.db.comment.count()).toBe(0);
  });

  it('count against the limit of posts', async () => {
    const limited = await createTestServices({ RATE_LIMIT_POSTS_PER_HOUR: '2' });
    try {
      await storeFakeModel(limited);
      await storeRuns(limited, ['A1'], { status: 'SUCCEEDED' });
      const data = {
        id: 'F',
        slug: 'f',
        runId: 'A1',
        ownerId: 'A',
        title: 'x',
        summary: 'x',
        card: '{}',
        text: '',
      };
      await limited.db.finding.create({ data });
      const cookie = identityCookie('A', limited.secret, false).split(';')[0]!;
      const post = () => limited.ask(ADD, { findingId: 'F', text: 'x' }, cookie);
      await post();
      await post();
      expect((await post()).errors?.[0]?.extensions).toMatchObject({ code: 'QUOTA_EXCEEDED' });
      expect(await limited.db.comment.count()).toBe(2);
    } finally {
      await limited.dispose();
    }
  });
});

describe('notifications', () => {
  it('tell the author, whoever is answered, and whoever is mentioned, of each comment once', async () => {
    const first = await add(as('B'), `Look, ${formatMention('Carl', 'C')}.`);
    const second = await add(as('C'), 'I do.', { parentId: first });
    await add(as('A'), `And ${formatMention('B', 'B')}?`, { parentId: second });
    expect((await readNotifications('A')).kinds).toEqual(['COMMENT', 'COMMENT']);
    expect((await readNotifications('B')).kinds).toEqual(['MENTION', 'REPLY']);
    const carl = await readNotifications('C');
    expect(carl.kinds).toEqual(['REPLY', 'MENTION']);
    expect(carl.nodes[1]).toMatchObject({
      text: 'B mentioned you in a comment on “Name movers”.',
      address: `/findings/name-movers#comment-${first}`,
    });
    // Nobody is told of what they did themselves.
    const texts = await services.db.notification.findMany();
    expect(texts.filter(({ userId, actorId }) => userId === actorId)).toEqual([]);
  });

  it('are marked as read by their reader alone, and go with what they are about', async () => {
    const id = await add(as('B'), 'x');
    await add(as('B'), 'y');
    const mark = 'mutation ($ids: [ID!]) { markNotificationsRead(ids: $ids) }';
    const newest = (await readNotifications('A')).nodes[0]!.id;
    expect(await ask(mark, as('C'), { ids: [newest] })).toEqual({ markNotificationsRead: 0 });
    expect((await readNotifications('A')).unreadCount).toBe(2);
    expect(await ask(mark, as('A'), { ids: [newest] })).toEqual({ markNotificationsRead: 1 });
    await ask('mutation ($id: ID!) { hideComment(id: $id, reason: "spam") { id } }', administrator, { id });
    expect(await readNotifications('A')).toMatchObject({ unreadCount: 0, kinds: ['COMMENT'] });
    expect(await ask(mark, as('A'))).toEqual({ markNotificationsRead: 0 });
  });

  it('tell nothing of a mention that is in code, or that was there before an edit', async () => {
    const mention = formatMention('Carl', 'C');
    const id = await add(as('A'), `\`${mention}\``);
    expect((await readNotifications('C')).kinds).toEqual([]);
    const edit = 'mutation ($id: ID!, $text: String!) { editComment(id: $id, text: $text) { id } }';
    await ask(edit, as('A'), { id, text: mention });
    await ask(edit, as('A'), { id, text: `${mention} again` });
    expect((await readNotifications('C')).kinds).toEqual(['MENTION']);
  });
});

it('offers people of the discussion, then other authors, and no one who has written nothing', async () => {
  await services.db.user.create({ data: { id: 'silent', name: 'Bea Silent' } });
  await add(as('C'), 'x');
  const names = async (name: string) =>
    (
      await ask<{ mentionableUsers: { id: string }[] }>(
        `query ($name: String!) { mentionableUsers(findingId: "F", name: $name) { id } }`,
        as('A'),
        { name },
      )
    ).mentionableUsers.map(({ id }) => id);
  expect(await names('')).toEqual(['C', 'B']);
  expect(await names('car')).toEqual(['C']);
  expect(await names('Bea')).toEqual([]);
});

it('counts reactions and stars, and sorts by stars', async () => {
  const id = await add(as('A'), 'x');
  const react =
    'mutation ($id: ID!, $on: Boolean!) { react(commentId: $id, kind: AGREE, on: $on) { reactions { kind count isMine } } }';
  for (const who of ['B', 'B', 'C']) await ask(react, as(who), { id, on: true });
  expect(await ask(react, as('C'), { id, on: false })).toEqual({
    react: { reactions: [{ kind: 'AGREE', count: 1, isMine: false }] },
  });
  const star = 'mutation ($id: ID!) { starFinding(findingId: $id) { starCount isStarred } }';
  await ask(star, as('B'), { id: 'other' });
  expect(await ask(star, as('C'), { id: 'G' })).toEqual({ starFinding: { starCount: 2, isStarred: true } });
  await ask(star, as('C'), { id: 'F' });
  const list = async (after: string | null) =>
    (
      await ask<{ findings: { edges: { cursor: string; node: { slug: string; starCount: number } }[] } }>(
        'query ($after: String) { findings(sort: STARS, first: 1, after: $after) { edges { cursor node { slug starCount } } } }',
        null,
        { after },
      )
    ).findings.edges;
  const [most] = await list(null);
  expect(most!.node).toEqual({ slug: 'other', starCount: 2 });
  expect(await list(most!.cursor)).toMatchObject([{ node: { slug: 'name-movers', starCount: 1 } }]);
  const own = await ask<object>('{ viewer { stars { edges { node { slug } } } } }', as('C'));
  expect(own).toEqual({
    viewer: { stars: { edges: [{ node: { slug: 'name-movers' } }, { node: { slug: 'other' } }] } },
  });
  await ask('mutation { unstarFinding(findingId: "other") { id } }', as('C'));
  expect(await services.db.star.count({ where: { findingId: 'G' } })).toBe(1);
});

describe('administrators', () => {
  it('read reports, hide a comment, and all of it is in the audit log', async () => {
    const id = await add(as('B'), 'spam');
    const report = 'mutation ($id: ID, $reason: String!) { report(commentId: $id, reason: $reason) { id } }';
    const sent = await ask(report, as('C'), { id, reason: ' It is spam. ' });
    expect(await ask(report, as('C'), { id, reason: 'again' })).toEqual(sent);
    const reports = '{ reports { edges { node { reason outcome comment { id text } reporter { name } } } } }';
    expect(await refuse(reports, as('C'))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ask(reports, administrator)).toMatchObject({
      reports: {
        edges: [
          { node: { reason: 'It is spam.', outcome: null, comment: { id }, reporter: { name: 'Carl' } } },
        ],
      },
    });
    const hide = 'mutation ($id: ID!, $reason: String!) { hideComment(id: $id, reason: $reason) { state } }';
    expect(await refuse(hide, administrator, { id, reason: ' ' })).toMatchObject({
      issues: [{ path: 'reason' }],
    });
    await ask(hide, administrator, { id, reason: 'Spam.' });
    expect((await readThreads(as('B'))).threads).toMatchObject([{ state: 'HIDDEN', text: '', author: null }]);
    expect((await readThreads(administrator)).threads).toMatchObject([{ state: 'HIDDEN', text: 'spam' }]);
    expect(await ask(reports, administrator)).toEqual({ reports: { edges: [] } });
    await ask('mutation ($id: ID!) { unhideComment(id: $id, reason: "No spam.") { id } }', administrator, {
      id,
    });
    expect((await readThreads()).threads).toMatchObject([{ state: 'VISIBLE', text: 'spam' }]);
    // By this right, not as its author.
    await ask('mutation ($id: ID!) { deleteComment(id: $id) }', administrator, { id });
    const own = await add(administrator, 'mine');
    await ask('mutation ($id: ID!) { deleteComment(id: $id) }', administrator, { id: own });
    const log = '{ auditEntries { edges { node { action subject reason actor { name } } } } }';
    expect(await refuse(log, as('C'))).toMatchObject({ code: 'FORBIDDEN' });
    const actor = { name: 'Admin' };
    expect(await ask(log, administrator)).toEqual({
      auditEntries: {
        edges: [
          { node: { action: 'deleteComment', subject: id, reason: null, actor } },
          { node: { action: 'unhideComment', subject: id, reason: 'No spam.', actor } },
          { node: { action: 'hideComment', subject: id, reason: 'Spam.', actor } },
        ],
      },
    });
  });

  it('hide a finding from everybody but its author', async () => {
    const hide = 'mutation { hideFinding(findingId: "name-movers", reason: "Wrong.") { isHidden } }';
    expect(await ask(hide, administrator)).toEqual({ hideFinding: { isHidden: true } });
    const read =
      '{ finding(slug: "name-movers") { slug } findings { edges { node { slug } } } findingFilters { total } }';
    const lists = { findings: { edges: [{ node: { slug: 'other' } }] }, findingFilters: { total: 1 } };
    expect(await ask(read, as('B'))).toEqual({ finding: null, ...lists });
    expect(await ask(read, as('A'))).toEqual({ finding: { slug: 'name-movers' }, ...lists });
    expect(await refuse(ADD, as('B'), { text: 'x' })).toMatchObject({ code: 'NOT_FOUND' });
    for (const made of [
      'replicateFinding(findingId: "F") { id }',
      'forkFinding(findingId: "F") { run { id } }',
    ])
      expect(await refuse(`mutation { ${made} }`, as('B')), made).toMatchObject({ code: 'NOT_FOUND' });
    await ask('mutation { unhideFinding(findingId: "F", reason: "Right.") { id } }', administrator);
    expect(await ask(read, as('B'))).toMatchObject({ finding: { slug: 'name-movers' } });
  });
});

describe('live', () => {
  async function follow(source: string, cookie: string | null) {
    const exchange = { header: (name: string) => ({ cookie })[name] ?? null, setCookie: () => {} };
    const context = await createContext(exchange, services);
    const results = await subscribe({ schema, document: parse(source), contextValue: context });
    if (!(Symbol.asyncIterator in results)) throw new Error(JSON.stringify(results.errors));
    return results;
  }

  it('a page of a finding is told of comments, reactions, stars and attached runs', async () => {
    const events = await follow('subscription { findingActivity(findingId: "name-movers") { kind } }', null);
    const next = async () =>
      ((await events.next()).value as { data: { findingActivity: { kind: string } } }).data.findingActivity
        .kind;
    expect(await next()).toBe('STATE');
    const id = await add(as('B'), 'x');
    expect(await next()).toBe('COMMENTS');
    await ask('mutation ($id: ID!) { react(commentId: $id, kind: THANKS) { id } }', as('C'), { id });
    expect(await next()).toBe('REACTIONS');
    await ask('mutation { starFinding(findingId: "F") { id } }', as('C'));
    expect(await next()).toBe('STARS');
    await ask(
      'mutation { attachEvidence(findingId: "F", runId: "B1", stance: REFUTES, note: "No.") { id } }',
      as('B'),
    );
    expect(await next()).toBe('EVIDENCE');
    await events.return(undefined);
  });

  it('the bell is told of new and of read notifications', async () => {
    const events = await follow('subscription { viewerNotifications { unreadCount } }', as('A'));
    const next = async () =>
      ((await events.next()).value as { data: { viewerNotifications: object } }).data.viewerNotifications;
    expect(await next()).toEqual({ unreadCount: 0 });
    await add(as('B'), 'x');
    expect(await next()).toEqual({ unreadCount: 1 });
    await ask('mutation { markNotificationsRead }', as('A'));
    expect(await next()).toEqual({ unreadCount: 0 });
    await events.return(undefined);
  });
});
