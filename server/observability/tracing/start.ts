/** Starts and ends the export of traces over OTLP/HTTP. OpenTelemetry's packages are loaded only when traces are on. */
import type { TracingSettings } from '../../config';
import { tracing } from './spans';
import { keepInProcess } from '../../process-wide';

interface Exporting {
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

const exporting = keepInProcess('exporting', (): { current: Exporting | null } => ({ current: null }));

/** How long a stop waits for the last spans to be sent, in ms. */
const LAST_SPANS_MS = 500;
/** How long one export may take, in ms. */
const EXPORT_MS = 5000;

/** Starts to export; does nothing without an endpoint. @param part of the site that this process is: `web`, `worker` or `engine`. */
export async function startTracing(
  { endpoint, headers, serviceName, share }: TracingSettings,
  part: string,
): Promise<void> {
  if (endpoint === null || tracing.tracer !== null) return;
  const [sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: { ...headers },
    timeoutMillis: EXPORT_MS,
  });
  const provider = new sdk.NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': `${serviceName}-${part}` }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter, { scheduledDelayMillis: 1000 })],
  });
  tracing.tracer = provider.getTracer('patchbay');
  exporting.current = provider;
}

/** Sends the last spans, for half a second at most; never throws. */
export async function stopTracing(): Promise<void> {
  const provider = exporting.current;
  exporting.current = null;
  tracing.tracer = null;
  if (provider === null) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, LAST_SPANS_MS)));
  await Promise.race([provider.shutdown().catch(() => {}), late]);
  clearTimeout(timer);
}
