/** The settings by the names of their variables: what each may be, and its default. */
import { z } from 'zod';
import { MAX_RUN_PAIRS } from '../domain/limits';
import { getErrorMessage } from './errors';
import { parseTrustedProxies, type TrustedProxies } from './trusted-proxies';

const flag = z.enum(['0', '1', 'false', 'true']).transform((value) => value === '1' || value === 'true');
const count = (minimum: number) => z.coerce.number().int().min(minimum);

const trustedProxies = (text: string, context: z.RefinementCtx): TrustedProxies => {
  try {
    return parseTrustedProxies(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: getErrorMessage(error) });
    return z.NEVER;
  }
};

/** The settings by the names of their variables; README.md and .env.example list them. */
export const environment = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Folder of the database and of the secrets. */
  DATA_DIR: z.string().min(1).default('.data'),
  /** SQLite file or PostgreSQL database as a URL; the default is a file in DATA_DIR. */
  DATABASE_URL: z
    .string()
    .regex(
      /^(?:file:|postgres(?:ql)?:\/\/)/,
      'must be an SQLite file URL such as file:./.data/patchbay.db, or postgresql://user:password@host:5432/patchbay',
    )
    .refine(
      (url) => url.startsWith('file:') || URL.canParse(url),
      'is not a URL; write special characters of the password as %40 and the like',
    )
    .optional(),
  /** How long a write waits while another program has the database locked, or conflicts with it, in ms; then it is refused. */
  DATABASE_WAIT_MS: count(0).default(10_000),
  /** Redis or Valkey through which several processes work together, such as `redis://127.0.0.1:6379`; without it one process does all. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** In front of every key and channel in Redis; sites that share a Redis have different ones. */
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w-]+$/, 'must consist of letters, digits, _ and -')
    .default('patchbay'),
  /** Connections of one process to PostgreSQL. */
  DATABASE_POOL: count(2).default(10),
  /** A further folder of models beside the bundled one. */
  MODELS_DIR: z.string().min(1).optional(),
  ENGINE_PROVIDER: z.enum(['auto', 'cpu', 'webgpu', 'cuda']).default('auto'),
  /** Threads of one engine process; 0 means one for each core. */
  ENGINE_THREADS: count(0).default(0),
  /** Memory that loaded models and cached runs may take, in MiB. */
  ENGINE_MEMORY_MB: count(64).default(4096),
  /** Start an engine with the web server; off for a site that only shows what is saved, or whose workers compute (REDIS_URL). */
  ENGINE_ENABLED: flag.default(true),
  /** How long a run's lease lasts without renewal, in ms: after a crash it is queued again this much later. */
  RUN_LEASE_MS: count(1000).default(15_000),
  /** Largest accepted cost of one run, in 10^15 planned floating point operations. */
  MAX_RUN_PETAFLOP: z.coerce.number().positive().default(2),
  /** Prompt pairs of one run. */
  MAX_RUN_PAIRS: count(1).default(MAX_RUN_PAIRS),
  /** Runs of everybody that may wait at the same time. */
  MAX_WAITING_RUNS: count(1).default(200),
  /** Of one user, 0 for no limit: runs that may wait or compute at the same time. */
  QUOTA_ACTIVE_RUNS_PER_USER: count(0).default(20),
  /** Stored runs. */
  QUOTA_STORED_RUNS_PER_USER: count(0).default(10_000),
  /** Values of stored runs, in MiB. */
  QUOTA_STORED_MB_PER_USER: count(0).default(0),
  /** Key that signs guest cookies; made and kept in DATA_DIR when not given. */
  SESSION_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  /** Address that the site listens on; scripts/start.mjs sets it for the server that it starts. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Names that requests may ask for beside those of this machine, with commas between: `patchbay.example.org`, `lab:8080`. */
  ALLOWED_HOSTS: z.string().min(1).optional(),
  /** Address of the site for links in mails, such as `https://patchbay.example.org`; a request's own address can be forged. */
  SITE_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => new URL(url).pathname === '/', 'must have no path')
    .transform((url) => new URL(url).origin)
    .optional(),
  /** Whether visitors without an account may run experiments. */
  ALLOW_GUESTS: flag.default(true),
  /** Days without a visit after which private runs of a guest are deleted; 0: never. */
  GUEST_RUN_RETENTION_DAYS: count(0).default(90),
  /** Whether visitors may make an account. */
  ALLOW_SIGN_UP: flag.default(true),
  /** Mail server, such as `smtps://name:password@mail.example.org`; without one, links are written to the log. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Sender of mails. */
  MAIL_FROM: z.string().min(3).optional(),
  /** OAuth application for signing in with GitHub; its callback is `/api/auth/callback/github`. */
  GITHUB_CLIENT_ID: z.string().min(1).optional(),
  GITHUB_CLIENT_SECRET: z.string().min(1).optional(),
  /** Ids of users who are administrators, with commas between, beside whoever has the administrator token. */
  ADMINISTRATORS: z.string().min(1).optional(),
  /** Whoever opens /admin?token=<this> is an administrator; made and kept in DATA_DIR when not given. */
  ADMIN_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{32,}$/, 'must have at least 32 characters, printable ones without spaces')
    .optional(),
  /** Hugging Face hub, or a mirror of it, that models are downloaded from when somebody asks for it. */
  HF_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/^[^/]*\/\/[^/]*@/.test(url), 'must not hold a password; HF_TOKEN is for access tokens')
    .default('https://huggingface.co'),
  /** Access token for the hub; public models need none. */
  HF_TOKEN: z.string().min(1).optional(),
  /** Whose X-Forwarded-For is believed: a number of proxies, or their addresses and networks with commas between. */
  TRUSTED_PROXIES: z.string().min(1).default('0').transform(trustedProxies),
  /** Limits of one address, 0 for none: guests it may make in an hour. */
  RATE_LIMIT_GUESTS_PER_HOUR: count(0).default(120),
  /** Attempts to sign in, sign up or reset a password in an hour. */
  RATE_LIMIT_SIGN_INS_PER_HOUR: count(0).default(120),
  /** Comments and reports of one address and of one user in an hour. */
  RATE_LIMIT_POSTS_PER_HOUR: count(0).default(120),
  /** Units of work in a minute: a call of the engine, 5,000 characters to tokenise, or 100 kB of answers. */
  RATE_LIMIT_WORK_PER_MINUTE: count(0).default(3000),
  /** Requests of the API that are served at the same time. */
  RATE_LIMIT_REQUESTS_PER_ADDRESS: count(0).default(100),
  /** Subscriptions open at the same time. */
  RATE_LIMIT_STREAMS_PER_ADDRESS: count(0).default(100),
  /** Subscriptions of all addresses. */
  RATE_LIMIT_STREAMS: count(0).default(1000),
  /** Compute the notebook's findings when the database holds none. */
  SEED_GALLERY: flag.default(true),
  /** Whoever sends `Authorization: Bearer <this>` reads /metrics, as with the administrator token. */
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{32,}$/, 'must have at least 32 characters, printable ones without spaces')
    .optional(),
  /** Programs of this machine read /metrics without a token. */
  METRICS_LOCAL: flag.default(false),
  /** Port of /healthz, /readyz and /metrics of a worker, at HOST; 0: none. A web server has them at its own port. */
  PROBE_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** OpenTelemetry's standard settings: traces are sent to `<this>/v1/traces`; without a value there are none. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** Headers of the export, such as `authorization=Bearer%20abc`, with commas between. */
  OTEL_EXPORTER_OTLP_HEADERS: z.string().min(1).optional(),
  OTEL_SERVICE_NAME: z.string().min(1).default('patchbay'),
  /** Share of traces that are kept. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
});

/** Settings that have a meaning only together. */
export const complete = environment.superRefine((values, context) => {
  const require = (cause: keyof typeof values, needed: readonly (keyof typeof values)[]): void => {
    if (values[cause] === undefined) return;
    for (const name of needed) {
      if (values[name] !== undefined) continue;
      context.addIssue({ code: 'custom', path: [name], message: `must be set, because ${cause} is` });
    }
  };
  require('SMTP_URL', ['MAIL_FROM', 'SITE_URL']);
  require('GITHUB_CLIENT_ID', ['GITHUB_CLIENT_SECRET']);
  require('GITHUB_CLIENT_SECRET', ['GITHUB_CLIENT_ID']);
});
