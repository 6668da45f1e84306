/** The trace of a run, from the request to the sweeps in the engine process, as a receiver sees it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startObservedSite, type ObservedSite } from './observed-site';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from './otlp-receiver';

let receiver: OtlpReceiver;
let site: ObservedSite;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  site = await startObservedSite({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_SERVICE_NAME: 'lab',
  });
});
afterAll(async () => {
  await site.close();
  await receiver.close();
});

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CLICK = '00f067aa0ba902b7';

/** The names of the spans above a span, the nearest first, up to one that is not a span of the site. */
function namesAbove(span: ReceivedSpan): string[] {
  const above = receiver.spans.find(({ spanId }) => spanId === span.parentSpanId);
  return above ? [above.name, ...namesAbove(above)] : [];
}

const find = (name: string): ReceivedSpan | undefined =>
  receiver.spans.find((span) => span.traceId === TRACE && span.name === name);

it('leads from the click to each sweep', async () => {
  const id = await site.run(['RESID_PRE', 'HEAD_Z'], { traceparent: `00-${TRACE}-${CLICK}-01` });
  // Both processes export in batches, and the parent of a span may be sent after it.
  const last = ['sweep HEAD_Z', 'compute run', 'engine run', 'run', 'POST /api/graphql'];
  await expect.poll(() => last.filter((name) => !find(name)), { timeout: 30_000 }).toEqual([]);

  const request = find('POST /api/graphql')!;
  expect(request.parentSpanId).toBe(CLICK);
  expect(request.attributes).toMatchObject({
    'http.route': '/api/graphql',
    'http.response.status_code': 200,
    'patchbay.request_id': expect.stringMatching(/^[\w-]{16}$/),
  });
  const submission = ['Mutation.createRun', 'graphql CreateRun', 'POST /api/graphql'];
  expect(namesAbove(find('queue wait')!)).toEqual(submission);
  expect(namesAbove(find('run')!)).toEqual(submission);
  for (const sweep of ['sweep RESID_PRE', 'sweep HEAD_Z']) {
    const span = find(sweep)!;
    expect(span.service).toBe('lab-engine');
    expect(namesAbove(span)).toEqual(['compute run', 'engine run', 'run', ...submission]);
  }
  expect(find('run')!).toMatchObject({ service: 'lab-web', attributes: { 'patchbay.run': id } });

  // A child lies within its parent where both are synchronous, and the run begins when its wait ends.
  const compute = find('compute run')!;
  for (const name of ['baseline', 'sweep RESID_PRE', 'sweep HEAD_Z']) {
    const span = find(name)!;
    expect(span.start >= compute.start - 2_000_000n && span.end <= compute.end + 2_000_000n).toBe(true);
  }
  expect(find('run')!.end >= find('queue wait')!.end).toBe(true);
});

it('begins a trace of its own for a request without a usable traceparent', async () => {
  for (const traceparent of ['00-zz-1-01', `00-${'0'.repeat(32)}-${CLICK}-01`]) {
    const { response } = await site.ask('{ seeding }', {}, { traceparent });
    const id = response.headers.get('x-request-id');
    const own = () => receiver.spans.find((span) => span.attributes['patchbay.request_id'] === id);
    await expect.poll(own, { timeout: 30_000 }).toMatchObject({ parentSpanId: '' });
  }
});

it('names an operation that is not of the site by no client’s word', async () => {
  await site.ask('query Evil_1234 { seeding }');
  await expect
    .poll(() => receiver.spans.some(({ name }) => name === 'graphql other'), { timeout: 30_000 })
    .toBe(true);
  expect(receiver.spans.some(({ name }) => name.includes('Evil'))).toBe(false);
});
