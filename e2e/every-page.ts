/** The pages of the site with real content, for tests that look at all of them. */
import { expect, type Site } from './site';

const SUMMARY = `# A heading

Head [[L1H2]] moves the name, see [the paper](https://arxiv.org/abs/2211.00593).

> A quote with \`code\`.

| head | effect |
| ---- | -----: |
| L1H2 |   0.56 |

\`\`\`
a line of code that is longer than a phone is wide, so that it has to be scrolled sideways to be read to its end
\`\`\`
`;

/** Contents of the pages: runs with and without effects, and findings, one of them on a model that does not do the task. */
export interface Shown {
  readonly cookie: string;
  readonly run: string;
  readonly noisingRun: string;
}

/** Computes the runs and publishes the findings that the pages show. */
export async function fillSite(site: Site): Promise<Shown> {
  const [correct, incorrect] = [' Mary', ' John'];
  const sentence = (giver: string): string =>
    `When John and Mary went to the shops, ${giver} gave the bag to`;
  const pairs = [
    { clean: sentence('John'), corrupted: sentence('Mary'), correct, incorrect },
    { clean: sentence('Mary'), corrupted: sentence('John'), correct: incorrect, incorrect: correct },
  ];
  const swapped = pairs.map((pair) => ({ ...pair, correct: pair.incorrect, incorrect: pair.correct }));
  const first = await compute(site, { pairs, sweeps: ['RESID_PRE', 'HEAD_Z', 'HEAD_PATTERN'] });
  const noising = await compute(site, { pairs, sweeps: ['HEAD_Z'], direction: 'NOISING' }, first.cookie);
  const absent = await compute(site, { pairs: swapped, sweeps: ['HEAD_Z'] }, first.cookie);
  await publish(site, first.cookie, {
    runId: first.id,
    title: 'Name movers',
    summary: SUMMARY,
    tags: ['ioi'],
  });
  await publish(site, first.cookie, {
    runId: absent.id,
    title: 'Answers swapped',
    summary: 'Nothing.',
    tags: [],
  });
  // The page of administrators lists errors.
  await site.graphql('{ nonsense }');
  return { cookie: first.cookie, run: first.id, noisingRun: noising.id };
}

/** Opened by whoever has opened the administrator address. */
export const ADMINISTRATION = '/administration';

/** Every page of the site, by what it is. */
export const PAGES: readonly [name: string, address: (shown: Shown) => string][] = [
  ['gallery', () => '/'],
  ['search', () => '/?search=L1H2+%3E+abc+%23ioi&model=patchbay-mini'],
  ['runs', () => '/runs?mine=1'],
  ['new run', () => '/runs/new?preset=ioi'],
  ['run', ({ run }) => `/runs/${run}`],
  ['cell of a run', ({ run }) => `/runs/${run}?cell=HEAD_Z:1:2`],
  ['finding', () => '/findings/name-movers'],
  ['finding without a baseline', () => '/findings/answers-swapped'],
  ['compare, empty', () => '/compare'],
  ['compare', ({ run, noisingRun }) => `/compare?a=${run}&b=${noisingRun}`],
  ['models', () => '/models'],
  ['administration', () => ADMINISTRATION],
  ['learn', () => '/learn'],
  ['glossary', () => '/learn/glossary'],
  ['API explorer', () => '/graphiql'],
  ['no such page', () => '/nowhere'],
];

async function compute(site: Site, experiment: object, cookie = ''): Promise<{ id: string; cookie: string }> {
  const input = { model: 'patchbay-mini', recompute: true, visibility: 'UNLISTED', ...experiment };
  const created = await site.graphql(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    { input },
    cookie,
  );
  expect(created.errors).toBeUndefined();
  const id = (created.data as { createRun: { id: string } }).createRun.id;
  await expect
    .poll(async () => (await site.graphql(`{ run(id: "${id}", settleMs: 1000) { status } }`)).data.run.status)
    .toBe('SUCCEEDED');
  return { id, cookie: created.cookie ?? cookie };
}

async function publish(site: Site, cookie: string, input: object): Promise<void> {
  const { errors } = await site.graphql(
    'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { id } }',
    { input },
    cookie,
  );
  expect(errors).toBeUndefined();
}
