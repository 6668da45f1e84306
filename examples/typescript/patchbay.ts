/**
 * Client of Patchbay for Node 20 and browsers: fetch alone, no packages. Copy this file beside your program.
 *
 * Names of sweep kinds, metrics and directions are those of the API, which its explorer at /api/graphql describes.
 */

/** A prompt pair; `correctSet`, `incorrectSet` and `rule` instead of the answers where several tokens count together. */
export interface Pair {
  readonly clean: string;
  readonly corrupted: string;
  readonly correct?: string;
  readonly incorrect?: string;
  readonly correctSet?: readonly string[];
  readonly incorrectSet?: readonly string[];
  readonly rule?: 'MEAN' | 'LOGSUMEXP';
  /** Aligned positions of prompts with different numbers of tokens, ascending in both; the server aligns them when left out. */
  readonly alignment?: readonly { readonly clean: number; readonly corrupted: number }[];
}

export type Direction = 'DENOISING' | 'NOISING';
export type RunStatus = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
export type VerdictName = 'SUPPORTED' | 'REFUTED' | 'UNDECIDED' | 'INVALID';

/** As CreateRunInput of the API. */
export interface Experiment {
  readonly model: string;
  readonly pairs: readonly Pair[];
  readonly sweeps?: readonly string[];
  readonly sweepGroups?: readonly string[];
  readonly metrics?: readonly string[];
  readonly directions?: readonly Direction[];
  readonly edges?: boolean;
  readonly prependBos?: boolean;
  /** Reads answers of several tokens as a whole, instead of refusing them. */
  readonly wholeAnswers?: boolean;
  readonly recompute?: boolean;
  readonly forkedFrom?: string;
}

export interface Progress {
  readonly status: RunStatus;
  /** Share of the planned work that is done, 0 to 1. */
  readonly fraction: number;
  readonly elapsedMs: number;
  readonly remainingMs: number | null;
  readonly finishedSweeps: readonly string[];
  /** 1 for the run that is computed next; null when it is not queued. */
  readonly queuePosition: number | null;
}

/** Values of one sweep in one direction and one metric. */
export interface SweepArray {
  readonly kind: string;
  readonly direction: Direction;
  readonly metric: string;
  /** Names of the axes, e.g. ['layer', 'head'] or ['prompt', 'layer', 'position']. */
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  /** Row-major; NaN where recovery is undefined. */
  readonly values: Float32Array;
  /** Means of the metric over the clean and the corrupted prompts, unpatched. */
  readonly clean: number;
  readonly corrupted: number;
}

export interface ArrayOptions {
  /** By default the first one of the run. */
  readonly metric?: string;
  /** By default the first one of the run. */
  readonly direction?: Direction;
  /** True (the default) for recovery, false for values in the metric's unit. */
  readonly normalised?: boolean;
  /** Index of a prompt; 'all' for every prompt, along a first axis; by default the mean over prompts. */
  readonly prompt?: number | 'all';
}

export interface Verdict {
  readonly claim: string;
  readonly verdict: VerdictName;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Why the claim is INVALID, and the character that it is about. */
  readonly error: { readonly message: string; readonly at: number } | null;
}

export interface FoundFinding {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly author: { readonly id: string; readonly name: string };
  readonly modelId: string;
  readonly run: { readonly id: string };
}

export interface FindingFilter {
  readonly tag?: string;
  readonly model?: string;
  readonly author?: string;
  /** Kind of a sweep that a run of the finding has, such as HEAD_Z. */
  readonly kind?: string;
  readonly verdict?: 'SUPPORTED' | 'REFUTED' | 'UNDECIDED' | 'INVALID';
  readonly sort?: 'NEWEST' | 'REPLICATED' | 'SUPPORTED' | 'DISPUTED' | 'FORKED' | 'STARS';
}

export interface Evidence {
  readonly id: string;
  readonly run: { readonly id: string; readonly status: RunStatus };
}

/** The text of a finding; parts that are left out are those of the draft, or stay. */
export interface FindingText {
  readonly title?: string;
  /** Markdown. */
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly claims?: readonly string[];
}

/** As ExperimentChanges of the API: fields that are left out are those of the finding's run. */
export type ExperimentChanges = Partial<Omit<Experiment, 'recompute' | 'forkedFrom'>>;

export interface Fork {
  readonly run: { readonly id: string; readonly status: RunStatus };
  readonly draft: Required<FindingText>;
}

export interface Comment {
  readonly id: string;
  readonly createdAt: string;
  readonly state: 'VISIBLE' | 'DELETED' | 'HIDDEN';
  readonly author: { readonly id: string; readonly name: string } | null;
  readonly text: string;
  readonly cell: string | null;
}

export interface Thread extends Comment {
  readonly replies: readonly Comment[];
}

/** A finding by id or slug, or a text in Markdown. */
export type CollectionItem = { readonly finding: string } | { readonly text: string };

export interface Collection {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly version: number;
  readonly items: readonly {
    readonly text: string | null;
    readonly finding: { readonly slug: string; readonly title: string } | null;
  }[];
}

export interface PromptSet {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly pairCount: number;
  readonly pairs: readonly Pair[];
}

export interface GraphqlError {
  readonly message: string;
  readonly extensions?: {
    readonly code?: string;
    readonly issues?: readonly { readonly path: string; readonly message: string }[];
    readonly retryAfterMs?: number;
  };
}

/** The API has refused an operation. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** E.g. BAD_USER_INPUT, UNAUTHENTICATED, NOT_FOUND, QUOTA_EXCEEDED. */
  readonly code: string;
  readonly errors: readonly GraphqlError[];
  /** HTTP status of the answer. */
  readonly status: number;

  constructor(errors: readonly GraphqlError[], status: number) {
    super(errors[0]?.message ?? 'The API answered with an error.');
    this.code = errors[0]?.extensions?.code ?? 'UNKNOWN';
    this.errors = errors;
    this.status = status;
  }
}

/** A run that was waited for has failed or was cancelled. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
}

/** Every operation of this client. */
export const OPERATIONS = {
  makeGuest: `mutation { createAccessToken(name: "patchbay.ts") { token } }`,
  submit: `mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }`,
  cancel: `mutation ($id: ID!) { cancelRun(id: $id) { id } }`,
  follow: `subscription ($id: ID!) { runProgress(id: $id) { status fraction elapsedMs remainingMs finishedSweeps queuePosition } }`,
  progress: `query ($id: ID!) { run(id: $id) {
    error { message } progress { status fraction elapsedMs remainingMs finishedSweeps queuePosition } } }`,
  array: `query ($id: ID!, $kind: SweepKind!, $metric: Metric, $direction: Direction, $normalised: Boolean!, $prompt: Int, $all: Boolean!) {
    run(id: $id) { sweep(kind: $kind, direction: $direction) {
      kind direction shape axes { name } unpatched(metric: $metric) { metric clean corrupted }
      data(normalised: $normalised, metric: $metric, prompt: $prompt) @skip(if: $all)
      perPrompt(normalised: $normalised, metric: $metric) @include(if: $all) } } }`,
  evaluateClaims: `query ($runId: ID!, $claims: [String!]!) {
    evaluateClaims(runId: $runId, claims: $claims) { claim verdict value low high error { message at } } }`,
  publish: `mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }`,
  replicate: `mutation ($id: ID!) { replicateFinding(findingId: $id) { id run { id status } } }`,
  attachEvidence: `mutation ($findingId: ID!, $runId: ID!, $stance: Stance!, $note: String!) {
    attachEvidence(findingId: $findingId, runId: $runId, stance: $stance, note: $note) { id run { id status } } }`,
  fork: `mutation ($findingId: ID!, $changes: ExperimentChanges, $text: FindingTextInput, $recompute: Boolean! = false) {
    forkFinding(findingId: $findingId, changes: $changes, text: $text, recompute: $recompute) {
      run { id status } draft { title summary tags claims } } }`,
  edit: `mutation ($input: EditFindingInput!) { editFinding(input: $input) { slug version } }`,
  withdraw: `mutation ($id: ID!, $reason: String!) { withdrawFinding(findingId: $id, reason: $reason) { id } }`,
  star: `mutation ($id: ID!) { starFinding(findingId: $id) { starCount } }`,
  unstar: `mutation ($id: ID!) { unstarFinding(findingId: $id) { starCount } }`,
  comment: `mutation ($findingId: ID!, $text: String!, $parentId: ID, $claimId: ID, $cell: String) {
    addComment(findingId: $findingId, text: $text, parentId: $parentId, claimId: $claimId, cell: $cell) { id } }`,
  comments: `query ($slug: String!, $first: Int!, $after: String, $claimId: ID, $cell: String) { finding(slug: $slug) {
    comments(first: $first, after: $after, claimId: $claimId, cell: $cell) {
      edges { node { id createdAt state author { id name } text cell
        replies { id createdAt state author { id name } text cell } } } pageInfo { hasNextPage endCursor } } } }`,
  createCollection: `mutation ($input: CollectionInput!) { createCollection(input: $input) { slug } }`,
  addToCollection: `mutation ($id: ID!, $finding: ID!) { addToCollection(collectionId: $id, findingId: $finding) { id } }`,
  collection: `query ($id: ID!) { collection(id: $id) { id slug title version items { text finding { slug title } } } }`,
  createPromptSet: `mutation ($input: CreatePromptSetInput!) { createPromptSet(input: $input) { id } }`,
  promptSet: `query ($id: ID!, $first: Int!, $offset: Int!) { promptSet(id: $id) { id version name pairCount
    pairs(first: $first, offset: $offset) { clean corrupted correct incorrect correctSet incorrectSet rule } } }`,
  importRun: `mutation ($json: String!) { importRun(json: $json) { id } }`,
  search: `query ($first: Int!, $after: String, $search: String, $tag: String, $model: ID, $author: ID, $kind: SweepKind, $verdict: Verdict, $sort: FindingSort! = NEWEST) {
    findings(first: $first, after: $after, search: $search, tag: $tag, model: $model, author: $author, kind: $kind, verdict: $verdict, sort: $sort) {
      edges { node { id slug title tags author { id name } modelId run { id } } } pageInfo { hasNextPage endCursor } } }`,
} as const;

const PAGE = 50;
const PAIRS_PAGE = 200;
const POLL_MS = 1000;

export interface ClientOptions {
  /** Access token of the page /account. Without one, the first change makes a guest, whose token is then in `token`. */
  readonly token?: string;
  /** How long an answer may take, in ms; a minute by default. */
  readonly timeoutMs?: number;
  /** How long one call may wait where the site asks to try again later, in ms; two minutes by default. */
  readonly maxWaitMs?: number;
}

/** Access to one site. */
export class Client {
  readonly url: string;
  token: string | null;
  readonly #timeoutMs: number;
  readonly #maxWaitMs: number;

  /** @param url address of the site. */
  constructor(
    url = 'http://127.0.0.1:3000',
    { token, timeoutMs = 60_000, maxWaitMs = 120_000 }: ClientOptions = {},
  ) {
    this.url = new URL(url).href.replace(/\/+$/, '');
    this.token = token ?? null;
    this.#timeoutMs = timeoutMs;
    this.#maxWaitMs = maxWaitMs;
  }

  /**
   * The data of a query or mutation.
   *
   * @throws ApiError when the API answers with errors.
   */
  async graphql<T>(query: string, variables: object = {}): Promise<T> {
    let waitedMs = 0;
    let nextMs = 500;
    for (;;) {
      const response = await this.#send('/api/graphql', query, variables, 'application/json');
      const { data, errors } = await readAnswer<T>(response);
      if (!errors?.length) return data as T;
      // Such an operation was refused before it did anything.
      const isRefused = response.status === 429 || response.status === 503;
      const retryAfter = response.headers.get('retry-after');
      const ofResolver = errors[0]?.extensions?.retryAfterMs;
      if (!isRefused && ofResolver === undefined) throw new ApiError(errors, response.status);
      const askedMs = isRefused ? readRetryAfter(retryAfter) : ofResolver;
      const waitMs = Math.max(50, askedMs ?? nextMs);
      nextMs *= 2;
      waitedMs += waitMs;
      if (waitedMs > this.#maxWaitMs) throw new ApiError(errors, response.status);
      await sleep(waitMs);
    }
  }

  /** Queues an experiment, and gives the id of its run. An equal run that is stored is not computed again. */
  async submit(experiment: Experiment): Promise<string> {
    const { createRun } = await this.#change<{ createRun: { id: string } }>(OPERATIONS.submit, {
      input: experiment,
    });
    return createRun.id;
  }

  /** Progress of a run until it has ended: by events, or by polling where they break off. */
  async *progress(id: string): AsyncGenerator<Progress, void> {
    let last: Progress | null = null;
    try {
      for await (const { runProgress } of this.#follow<{ runProgress: Progress }>(OPERATIONS.follow, {
        id,
      })) {
        last = runProgress;
        yield last;
      }
    } catch (error) {
      if (error instanceof ApiError) throw error;
    }
    while (last === null || !hasEnded(last)) {
      const { run } = await this.#readRun(id);
      if (JSON.stringify(run.progress) !== JSON.stringify(last)) yield run.progress;
      last = run.progress;
      if (!hasEnded(last)) await sleep(POLL_MS);
    }
  }

  /** Waits until a run has succeeded. @throws RunFailed when it fails or is cancelled. */
  async wait(id: string, onProgress: (progress: Progress) => void = () => {}): Promise<void> {
    let status: RunStatus | null = null;
    for await (const progress of this.progress(id)) {
      onProgress(progress);
      ({ status } = progress);
    }
    if (status === 'SUCCEEDED') return;
    const { run } = await this.#readRun(id);
    throw new RunFailed(`Run ${id} is ${status?.toLowerCase()}${run.error ? `: ${run.error.message}` : '.'}`);
  }

  /** Stops a run of yours; finished sweeps are kept. */
  async cancel(id: string): Promise<void> {
    await this.#change(OPERATIONS.cancel, { id });
  }

  /** The values of a finished sweep. */
  async array(
    id: string,
    kind: string,
    { metric, direction, normalised = true, prompt }: ArrayOptions = {},
  ): Promise<SweepArray> {
    const isAll = prompt === 'all';
    const { run } = await this.graphql<{ run: { sweep: ReadSweep | null } | null }>(OPERATIONS.array, {
      id,
      kind,
      metric,
      direction,
      normalised,
      all: isAll,
      ...(!isAll && { prompt }),
    });
    if (!run) throw notFound(`There is no run '${id}'.`);
    const { sweep } = run;
    if (!sweep) throw notFound(`Run ${id} has no finished sweep ${kind} in this direction.`);
    const values = decodeFloats((isAll ? sweep.perPrompt : sweep.data)!);
    const { metric: read, clean, corrupted } = sweep.unpatched;
    const cells = sweep.shape.reduce((product, length) => product * length, 1);
    return {
      kind: sweep.kind,
      direction: sweep.direction,
      metric: read,
      axes: [...(isAll ? ['prompt'] : []), ...sweep.axes.map(({ name }) => name)],
      shape: [...(isAll ? [values.length / cells] : []), ...sweep.shape],
      values,
      clean,
      corrupted,
    };
  }

  /** What a run says of claims such as `z[9.9] > 0.2`, in their order. */
  async evaluateClaims(runId: string, claims: readonly string[]): Promise<Verdict[]> {
    const answer = await this.graphql<{ evaluateClaims: Verdict[] }>(OPERATIONS.evaluateClaims, {
      runId,
      claims,
    });
    return answer.evaluateClaims;
  }

  /** Publishes a succeeded run of yours, and gives the slug of the finding. Parts that are left out are those of a fork's draft. */
  async publish(runId: string, finding: FindingText = {}): Promise<string> {
    const answer = await this.#change<{ publishFinding: { slug: string } }>(OPERATIONS.publish, {
      input: { runId, ...finding },
    });
    return answer.publishFinding.slug;
  }

  /** Computes the experiment of a finding again as yours. @param finding id or slug. */
  async replicate(finding: string): Promise<Evidence> {
    const answer = await this.#change<{ replicateFinding: Evidence }>(OPERATIONS.replicate, { id: finding });
    return answer.replicateFinding;
  }

  /** Attaches a succeeded run to a finding. @param finding id or slug. */
  async attachEvidence(
    finding: string,
    runId: string,
    stance: 'SUPPORTS' | 'REFUTES' | 'REPLICATES',
    note: string,
  ): Promise<Evidence> {
    const variables = { findingId: finding, runId, stance, note };
    return (await this.#change<{ attachEvidence: Evidence }>(OPERATIONS.attachEvidence, variables))
      .attachEvidence;
  }

  /**
   * Makes a run of yours from the experiment of a finding. Wait for it, then `publish` it with the draft.
   *
   * @param finding id or slug.
   */
  async fork(
    finding: string,
    {
      changes,
      text,
      recompute,
    }: {
      readonly changes?: ExperimentChanges;
      readonly text?: FindingText;
      readonly recompute?: boolean;
    } = {},
  ): Promise<Fork> {
    const variables = { findingId: finding, changes, text, recompute };
    return (await this.#change<{ forkFinding: Fork }>(OPERATIONS.fork, variables)).forkFinding;
  }

  /**
   * Changes a finding of yours; what is left out stays. Gives its slug and version.
   *
   * @param finding id or slug.
   */
  async edit(
    finding: string,
    text: FindingText & { readonly reason?: string; readonly version?: number },
  ): Promise<{ readonly slug: string; readonly version: number }> {
    const input = { findingId: finding, ...text };
    const answer = await this.#change<{ editFinding: { slug: string; version: number } }>(OPERATIONS.edit, {
      input,
    });
    return answer.editFinding;
  }

  /** Withdraws a finding of yours for good; its page then shows the reason. @param finding id or slug. */
  async withdraw(finding: string, reason: string): Promise<void> {
    await this.#change(OPERATIONS.withdraw, { id: finding, reason });
  }

  /** Stars a finding, or takes your star from it; gives its number of stars. @param finding id or slug. */
  async star(finding: string, on = true): Promise<number> {
    const answer = await this.#change<Record<string, { starCount: number }>>(
      on ? OPERATIONS.star : OPERATIONS.unstar,
      { id: finding },
    );
    return answer[on ? 'starFinding' : 'unstarFinding']!.starCount;
  }

  /**
   * Comments on a finding, and gives the id of the comment.
   *
   * @param finding id or slug.
   * @param about the comment that is answered, or the claim (id) or the cell (e.g. `z[9.9]`) that a new thread is about.
   */
  async comment(
    finding: string,
    text: string,
    about: { readonly parentId?: string; readonly claimId?: string; readonly cell?: string } = {},
  ): Promise<string> {
    const variables = { findingId: finding, text, ...about };
    return (await this.#change<{ addComment: { id: string } }>(OPERATIONS.comment, variables)).addComment.id;
  }

  /** Threads on a finding, newest first. @param about only those about a claim (id) or a cell. */
  async *comments(
    slug: string,
    about: { readonly claimId?: string; readonly cell?: string } = {},
  ): AsyncGenerator<Thread, void> {
    let after: string | null = null;
    do {
      const variables: object = { slug, first: PAGE, after, ...about };
      const { finding }: CommentsAnswer = await this.graphql<CommentsAnswer>(OPERATIONS.comments, variables);
      if (!finding) throw notFound(`There is no finding '${slug}'.`);
      for (const { node } of finding.comments.edges) yield node;
      const { hasNextPage, endCursor } = finding.comments.pageInfo;
      after = hasNextPage ? endCursor : null;
    } while (after !== null);
  }

  /** Stores a list of findings with texts between them, and gives its slug. */
  async createCollection(collection: {
    readonly title: string;
    readonly items?: readonly CollectionItem[];
    readonly visibility?: 'PRIVATE' | 'UNLISTED' | 'PUBLIC';
  }): Promise<string> {
    const answer = await this.#change<{ createCollection: { slug: string } }>(OPERATIONS.createCollection, {
      input: collection,
    });
    return answer.createCollection.slug;
  }

  /** Adds a finding to the end of a collection that you may change. Both by id or slug. */
  async addToCollection(collection: string, finding: string): Promise<void> {
    await this.#change(OPERATIONS.addToCollection, { id: collection, finding });
  }

  /** @param id or slug. */
  async collection(id: string): Promise<Collection> {
    const { collection } = await this.graphql<{ collection: Collection | null }>(OPERATIONS.collection, {
      id,
    });
    if (!collection) throw notFound(`There is no collection '${id}'.`);
    return collection;
  }

  /** Keeps prompt pairs for use in runs, and gives the id of the set. Fields are those of CreatePromptSetInput. */
  async createPromptSet(input: {
    readonly name: string;
    readonly pairs?: readonly Pair[];
    readonly [field: string]: unknown;
  }): Promise<string> {
    const answer = await this.#change<{ createPromptSet: { id: string } }>(OPERATIONS.createPromptSet, {
      input,
    });
    return answer.createPromptSet.id;
  }

  /** A prompt set with all its pairs. @param id alone for the newest version, or `id@2`. */
  async promptSet(id: string): Promise<PromptSet> {
    const pairs: Pair[] = [];
    let version = id;
    for (;;) {
      const variables = { id: version, first: PAIRS_PAGE, offset: pairs.length };
      const { promptSet } = await this.graphql<{ promptSet: PromptSet | null }>(
        OPERATIONS.promptSet,
        variables,
      );
      if (!promptSet) throw notFound(`There is no prompt set '${id}'.`);
      pairs.push(...promptSet.pairs);
      if (pairs.length >= promptSet.pairCount || promptSet.pairs.length === 0) return { ...promptSet, pairs };
      // The pages are of one version.
      version = `${promptSet.id}@${promptSet.version}`;
    }
  }

  /** Stores the run of an exported JSON file as yours, marked as imported, and gives its id. */
  async importRun(json: string): Promise<string> {
    const answer = await this.#change<{ importRun: { id: string } }>(OPERATIONS.importRun, { json });
    return answer.importRun.id;
  }

  /** Published findings, page by page. @param search words, #tag, model:gpt2, and conditions such as `L9H9 > 0.3`. */
  async *search(search = '', filter: FindingFilter = {}): AsyncGenerator<FoundFinding, void> {
    let after: string | null = null;
    do {
      const variables: object = { first: PAGE, after, search: search || null, ...filter };
      const { findings } = await this.graphql<FindingsAnswer>(OPERATIONS.search, variables);
      for (const { node } of findings.edges) yield node;
      after = findings.pageInfo.hasNextPage ? findings.pageInfo.endCursor : null;
    } while (after !== null);
  }

  async #readRun(id: string) {
    const { run } = await this.graphql<{
      run: { error: { message: string } | null; progress: Progress } | null;
    }>(OPERATIONS.progress, { id });
    if (!run) throw notFound(`There is no run '${id}'.`);
    return { run };
  }

  /** A mutation. Without a token each of them would be another guest's. */
  async #change<T>(query: string, variables: object): Promise<T> {
    if (this.token === null) {
      const made = await this.graphql<{ createAccessToken: { token: string } }>(OPERATIONS.makeGuest);
      this.token = made.createAccessToken.token;
    }
    return this.graphql<T>(query, variables);
  }

  #send(path: string, query: string, variables: object, accept: string, signal?: AbortSignal) {
    return fetch(this.url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept,
        ...(this.token !== null && { authorization: `Bearer ${this.token}` }),
      },
      body: JSON.stringify({ query, variables }),
      // A redirect would take the token elsewhere.
      redirect: 'error',
      signal: signal ?? AbortSignal.timeout(this.#timeoutMs),
    });
  }

  /** Data of the events of a subscription, until it is complete. @throws Error also when the stream breaks off. */
  async *#follow<T>(query: string, variables: object): AsyncGenerator<T, void> {
    const stop = new AbortController();
    try {
      const response = await this.#send(
        '/api/graphql/stream',
        query,
        variables,
        'text/event-stream',
        stop.signal,
      );
      if (!response.ok || !response.body)
        throw new Error(`The stream was refused with status ${response.status}.`);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done) throw new Error('The stream broke off.');
        const blocks = (rest + value).split('\n\n');
        rest = blocks.pop()!;
        for (const block of blocks) {
          const [, event, text] = /^event: (\w+)\ndata: ?(.*)$/s.exec(block) ?? [];
          if (event === 'complete') return;
          if (event !== 'next') continue;
          const { data, errors } = JSON.parse(text!) as { data: T; errors?: GraphqlError[] };
          if (errors?.length) throw new ApiError(errors, response.status);
          yield data;
        }
      }
    } finally {
      stop.abort();
    }
  }
}

interface ReadSweep {
  readonly kind: string;
  readonly direction: Direction;
  readonly shape: readonly number[];
  readonly axes: readonly { readonly name: string }[];
  readonly unpatched: { readonly metric: string; readonly clean: number; readonly corrupted: number };
  readonly data?: string;
  readonly perPrompt?: string;
}

interface CommentsAnswer {
  readonly finding: {
    readonly comments: {
      readonly edges: readonly { readonly node: Thread }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  } | null;
}

interface FindingsAnswer {
  readonly findings: {
    readonly edges: readonly { readonly node: FoundFinding }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/** Numbers of an array of the API: base64 of little-endian float32. */
export function decodeFloats(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => view.getFloat32(4 * index, true));
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- says what the operation selects
async function readAnswer<T>(response: Response): Promise<{ data?: T; errors?: GraphqlError[] }> {
  const text = await response.text();
  try {
    return JSON.parse(text) as { data?: T; errors?: GraphqlError[] };
  } catch {
    const message = `The site answered with status ${response.status}: ${text.slice(0, 200)}`;
    return { errors: [{ message, extensions: { code: `HTTP_${response.status}` } }] };
  }
}

/** Milliseconds of a Retry-After header: seconds, or a date. */
function readRetryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? 1000 * Number(header) : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : ms;
}

function hasEnded({ status }: Progress): boolean {
  return status !== 'QUEUED' && status !== 'RUNNING';
}

function notFound(message: string): ApiError {
  return new ApiError([{ message, extensions: { code: 'NOT_FOUND' } }], 200);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
