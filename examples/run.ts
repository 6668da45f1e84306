/**
 * Creates a run, follows it to its end, reads its top heads and publishes a finding. Needs Node 20 and no packages.
 *
 * Usage: npx tsx examples/run.ts [site], e.g. npx tsx examples/run.ts http://127.0.0.1:3000 (with Node 24: node examples/run.ts)
 * PATCHBAY_TOKEN is an access token of the page Identity (/account); without it, a new guest is created.
 */

const API = `${process.argv[2] ?? 'http://127.0.0.1:3000'}/api/graphql`;

interface Progress {
  readonly status: string;
  readonly fraction: number;
  readonly finishedSweeps: readonly string[];
}

/** Data of a query or mutation; throws the errors of the API. */
async function ask<T>(query: string, variables: object = {}, token = ''): Promise<T> {
  const response = await fetch(API, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors, null, 1));
  return data;
}

/** Progress of a run by server-sent events, until the run has ended. A new run is private, so the token is needed. */
async function* follow(id: string, accessToken: string): AsyncGenerator<Progress> {
  const response = await fetch(`${API}/stream`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${accessToken}`,
    },
    body: JSON.stringify({
      query: 'subscription ($id: ID!) { runProgress(id: $id) { status fraction finishedSweeps } }',
      variables: { id },
    }),
  });
  let rest = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines.filter((each) => each.startsWith('data: {'))) {
      yield (JSON.parse(line.slice(6)) as { data: { runProgress: Progress } }).data.runProgress;
    }
  }
}

const token =
  process.env['PATCHBAY_TOKEN'] ??
  (
    await ask<{ createAccessToken: { token: string } }>(
      'mutation { createAccessToken(name: "run.ts") { token } }',
    )
  ).createAccessToken.token;

const { createRun } = await ask<{ createRun: { id: string } }>(
  'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
  {
    input: {
      model: 'patchbay-mini',
      pairs: [
        {
          clean: 'The White House is where the',
          corrupted: 'The Haunted House is where the',
          correct: ' president',
          incorrect: ' ghosts',
        },
      ],
      sweeps: ['MLP_OUT', 'HEAD_V'],
    },
  },
  token,
);
for await (const { status, fraction, finishedSweeps } of follow(createRun.id, token)) {
  console.log(status, `${Math.round(100 * fraction)}%`, finishedSweeps.join(', '));
}

const { run } = await ask<{ run: { topHeads: { layer: number; head: number; recovery: number | null }[] } }>(
  'query ($id: ID!) { run(id: $id) { topHeads(kind: HEAD_V, k: 3) { layer head recovery } } }',
  { id: createRun.id },
  token,
);
for (const { layer, head, recovery } of run.topHeads) console.log(`L${layer}H${head}`, recovery);

const { publishFinding } = await ask<{ publishFinding: { slug: string } }>(
  'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }',
  {
    input: {
      runId: createRun.id,
      title: 'Facts by TypeScript',
      summary: 'The MLP of layer 0 at the differing word decides: [[mlp 0 @ 2]].',
      tags: ['facts'],
    },
  },
  token,
);
console.log(`published /findings/${publishFinding.slug}`);
