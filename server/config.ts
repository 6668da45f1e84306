/**
 * Every setting, parsed once from the environment; nothing else reads `process.env`.
 *
 * A wrong setting stops the process with the whole list of what is wrong. README.md lists them for people.
 */
import path from 'node:path';
import { complete } from './environment';
import { type TrustedProxies } from './trusted-proxies';

/** Export of traces. */
export interface TracingSettings {
  /** OTLP receiver without `/v1/traces`; null: no traces. */
  readonly endpoint: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** Share of traces that are kept, 0 to 1; those of a request whose traceparent is sampled are kept too. */
  readonly share: number;
}

/** Settings of this process. */
export interface Config {
  readonly isProduction: boolean;
  readonly isTest: boolean;
  readonly logLevel: string;
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** How long a write waits for a lock of another program, in ms. */
  readonly databaseWaitMs: number;
  /** Null: this process works alone. */
  readonly redis: { readonly url: string; readonly prefix: string } | null;
  /** Connections to PostgreSQL. */
  readonly databasePool: number;
  /** Folders searched for models, the bundled one first. */
  readonly modelsDirs: readonly string[];
  readonly engineProvider: 'auto' | 'cpu' | 'webgpu' | 'cuda';
  readonly engineThreads: number;
  readonly engineMemoryMb: number;
  readonly engineEnabled: boolean;
  readonly runLeaseMs: number;
  /** In 10^15 planned floating point operations. */
  readonly maxRunPetaflop: number;
  readonly maxRunPairs: number;
  readonly maxWaitingRuns: number;
  /** Of one user; 0 for no limit. */
  readonly activeRunsPerUser: number;
  readonly storedRunsPerUser: number;
  readonly storedMbPerUser: number;
  readonly sessionSecret: string | null;
  readonly seedGallery: boolean;
  readonly host: string;
  /** Beside those of this machine; `name` or `name:port`, lower case. */
  readonly allowedHosts: readonly string[];
  /** Origin for links in mails; null when it is not set. */
  readonly siteUrl: string | null;
  readonly allowGuests: boolean;
  /** Days without a visit after which private runs of a guest are deleted; 0: never. */
  readonly guestRunDays: number;
  readonly allowSignUp: boolean;
  /** Null: links are written to the log. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
  /** OAuth application; null: no sign-in with GitHub. */
  readonly github: { readonly clientId: string; readonly clientSecret: string } | null;
  /** Ids of users. */
  readonly administrators: readonly string[];
  /** Null for one that is made and kept in `dataDir`. */
  readonly administratorToken: string | null;
  /** Folder that models are installed into. */
  readonly installDir: string;
  readonly hfEndpoint: string;
  readonly hfToken: string | null;
  readonly trustedProxies: TrustedProxies;
  /** Limits of one address; 0 for none. */
  readonly guestsPerHour: number;
  readonly signInsPerHour: number;
  readonly postsPerHour: number;
  readonly workPerMinute: number;
  readonly requestsPerAddress: number;
  readonly streamsPerAddress: number;
  /** Subscriptions of all addresses together; 0 for no limit. */
  readonly maxStreams: number;
  /** Null: only the administrator token reads the metrics. */
  readonly metricsToken: string | null;
  /** Whether programs of this machine read the metrics without a token. */
  readonly areMetricsLocal: boolean;
  /** Port of a worker's probes; 0: none. */
  readonly probePort: number;
  /** Where traces are sent to; without an endpoint there are none. */
  readonly tracing: TracingSettings;
}

/**
 * Reads settings from an environment.
 *
 * @throws Error listing every wrong variable, one a line.
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = complete.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(
      `These environment variables are wrong:\n${lines.join('\n')}\nREADME.md lists all of them.`,
    );
  }
  const values = parsed.data;
  const dataDir = path.resolve(values.DATA_DIR);
  return {
    isProduction: values.NODE_ENV === 'production',
    isTest: values.NODE_ENV === 'test',
    logLevel: values.LOG_LEVEL,
    dataDir,
    databaseUrl: values.DATABASE_URL ?? `file:${path.join(dataDir, 'patchbay.db')}`,
    databaseWaitMs: values.DATABASE_WAIT_MS,
    redis: values.REDIS_URL ? { url: values.REDIS_URL, prefix: values.REDIS_PREFIX } : null,
    databasePool: values.DATABASE_POOL,
    modelsDirs: [path.resolve('models'), ...(values.MODELS_DIR ? [path.resolve(values.MODELS_DIR)] : [])],
    engineProvider: values.ENGINE_PROVIDER,
    engineThreads: values.ENGINE_THREADS,
    engineMemoryMb: values.ENGINE_MEMORY_MB,
    engineEnabled: values.ENGINE_ENABLED,
    runLeaseMs: values.RUN_LEASE_MS,
    maxRunPetaflop: values.MAX_RUN_PETAFLOP,
    maxRunPairs: values.MAX_RUN_PAIRS,
    maxWaitingRuns: values.MAX_WAITING_RUNS,
    activeRunsPerUser: values.QUOTA_ACTIVE_RUNS_PER_USER,
    storedRunsPerUser: values.QUOTA_STORED_RUNS_PER_USER,
    storedMbPerUser: values.QUOTA_STORED_MB_PER_USER,
    sessionSecret: values.SESSION_SECRET ?? null,
    seedGallery: values.SEED_GALLERY,
    host: values.HOST,
    allowedHosts: readList(values.ALLOWED_HOSTS).map((name) => name.toLowerCase()),
    siteUrl: values.SITE_URL ?? null,
    allowGuests: values.ALLOW_GUESTS,
    guestRunDays: values.GUEST_RUN_RETENTION_DAYS,
    allowSignUp: values.ALLOW_SIGN_UP,
    mail: values.SMTP_URL ? { smtpUrl: values.SMTP_URL, from: values.MAIL_FROM! } : null,
    github: values.GITHUB_CLIENT_ID
      ? { clientId: values.GITHUB_CLIENT_ID, clientSecret: values.GITHUB_CLIENT_SECRET! }
      : null,
    administrators: readList(values.ADMINISTRATORS),
    administratorToken: values.ADMIN_TOKEN ?? null,
    installDir: path.resolve(/* turbopackIgnore: true */ values.MODELS_DIR ?? 'models'),
    hfEndpoint: values.HF_ENDPOINT.replace(/\/+$/, ''),
    hfToken: values.HF_TOKEN ?? null,
    trustedProxies: values.TRUSTED_PROXIES,
    guestsPerHour: values.RATE_LIMIT_GUESTS_PER_HOUR,
    signInsPerHour: values.RATE_LIMIT_SIGN_INS_PER_HOUR,
    postsPerHour: values.RATE_LIMIT_POSTS_PER_HOUR,
    workPerMinute: values.RATE_LIMIT_WORK_PER_MINUTE,
    requestsPerAddress: values.RATE_LIMIT_REQUESTS_PER_ADDRESS,
    streamsPerAddress: values.RATE_LIMIT_STREAMS_PER_ADDRESS,
    maxStreams: values.RATE_LIMIT_STREAMS,
    metricsToken: values.METRICS_TOKEN ?? null,
    areMetricsLocal: values.METRICS_LOCAL,
    probePort: values.PROBE_PORT,
    tracing: {
      endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
      headers: readPairs(values.OTEL_EXPORTER_OTLP_HEADERS),
      serviceName: values.OTEL_SERVICE_NAME,
      share: values.OTEL_TRACES_SAMPLER_ARG,
    },
  };
}

/** `name=value` between commas, values in percent encoding. */
function readPairs(text = ''): Record<string, string> {
  const pairs = readList(text).map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at).trim(), decodePercent(pair.slice(at + 1).trim())] as const;
  });
  return Object.fromEntries(pairs.filter(([name]) => name !== ''));
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What stands between commas. */
function readList(text = ''): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export const config = parseConfig(process.env);

/** Environment for a child process: this one's, without options that are about this process (loaders, inspectors). */
export function childEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_OPTIONS: undefined };
}
