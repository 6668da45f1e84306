/**
 * Client of the Hugging Face hub, or of a server with the same protocol at HF_ENDPOINT: descriptions of files, and their
 * bytes from any offset.
 *
 * Descriptions come through @huggingface/hub. Bytes are read by plain range requests, so that a download can resume.
 */
import { fileDownloadInfo, modelInfo } from '@huggingface/hub';
import { AppError, isAppError } from '../../errors';
import { log } from '../../log';

export interface Hub {
  /** Address without a trailing slash. */
  readonly endpoint: string;
  /** Sent as a bearer token; null for none. */
  readonly token: string | null;
  /** A connection that receives nothing for this long, in ms, is closed. */
  readonly silenceMs: number;
}

/** A file as the hub describes it. */
export interface RemoteFile {
  readonly repository: string;
  readonly revision: string;
  readonly path: string;
  readonly size: number;
  /** Changes when the content does. */
  readonly etag: string;
  /** As the hub declares it for files in git LFS; null for others. */
  readonly sha256: string | null;
}

/** Whether and when to retry after a failure. */
export interface DownloadProblem {
  readonly isTransient: boolean;
  /** Wait that the hub asked for; null if it did not. */
  readonly retryAfterMs: number | null;
}

/**
 * The newest commit of a repository.
 *
 * @throws MODEL_UNAVAILABLE with DownloadProblem as details.
 */
export async function newestCommit(hub: Hub, repository: string, signal: AbortSignal): Promise<string> {
  try {
    const info = await modelInfo({
      name: repository,
      additionalFields: ['sha'],
      hubUrl: hub.endpoint,
      fetch: createHubFetch(hub, repository, withIdleTimeout(hub, signal)),
    });
    if (typeof info.sha !== 'string') throw new Error('it names no commit');
    return info.sha;
  } catch (error) {
    throw explain(hub, error, signal);
  }
}

/**
 * Size and identity of a file.
 *
 * @throws MODEL_UNAVAILABLE with DownloadProblem as details.
 */
export async function describeFile(
  hub: Hub,
  repository: string,
  revision: string,
  path: string,
  signal: AbortSignal,
): Promise<RemoteFile> {
  let info: Awaited<ReturnType<typeof fileDownloadInfo>>;
  try {
    info = await fileDownloadInfo({
      repo: repository,
      revision,
      path,
      hubUrl: hub.endpoint,
      fetch: createHubFetch(hub, repository, withIdleTimeout(hub, signal)),
    });
  } catch (error) {
    throw explain(hub, error, signal);
  }
  if (!info) {
    const message = `${repository} has no ${path} at ${revision}. A model needs config.json, tokenizer.json and model.safetensors; convert it first.`;
    throw problem(message, false);
  }
  const etag = info.etag.replaceAll(/^W\/|"/g, '');
  const sha256 = /^[0-9a-f]{64}$/.test(etag) ? etag : null;
  return { repository, revision, path, size: info.size, etag, sha256 };
}

/**
 * Reads a file from the byte `from` to its end.
 *
 * @throws MODEL_UNAVAILABLE with DownloadProblem as details, also when the connection breaks or stalls midway.
 */
export async function* readFile(
  hub: Hub,
  file: RemoteFile,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const { repository, revision, path, size } = file;
  const url = `${hub.endpoint}/${repository}/resolve/${encodeURIComponent(revision)}/${path}`;
  const silence = new AbortController();
  const either = AbortSignal.any([signal, silence.signal]);
  let timer = setTimeout(() => silence.abort(), hub.silenceMs);
  let at = from;
  try {
    const response = await createHubFetch(
      hub,
      repository,
      either,
    )(url, { headers: { Range: `bytes=${from}-` } });
    if (!response.ok) throw refusal(hub, repository, response);
    // A mirror may ignore ranges; then the bytes before `from` are skipped.
    let skip = response.status === 206 ? 0 : from;
    for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), hub.silenceMs);
      const wanted = bytes.subarray(Math.min(skip, bytes.byteLength));
      skip -= bytes.byteLength - wanted.byteLength;
      if (wanted.byteLength === 0) continue;
      at += wanted.byteLength;
      if (at > size) {
        const message = `${hub.endpoint} sent more than the ${size} bytes of ${path}. Check HF_ENDPOINT.`;
        throw problem(message, false);
      }
      yield wanted;
    }
  } catch (error) {
    if (silence.signal.aborted && !signal.aborted) throw createStalledError(hub);
    throw explain(hub, error, signal);
  } finally {
    clearTimeout(timer);
  }
  if (at < size) throw problem(`${hub.endpoint} stopped sending ${path} at byte ${at} of ${size}.`, true);
}

/** Whether and when to retry after an error; errors that are not failed requests are not retried. */
export function readProblem(error: unknown): DownloadProblem {
  const details = isAppError(error) ? error.details : {};
  return {
    isTransient: details['isTransient'] === true,
    retryAfterMs: typeof details['retryAfterMs'] === 'number' ? details['retryAfterMs'] : null,
  };
}

/** Creates a fetch that sends the token and throws unsuccessful responses as problems. */
function createHubFetch(hub: Hub, repository: string, signal: AbortSignal): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    // fetch drops this header when it is redirected to another host.
    if (hub.token !== null) headers.set('authorization', `Bearer ${hub.token}`);
    // Sizes and ranges must be those of the file, not of a compressed form.
    headers.set('accept-encoding', 'identity');
    const response = await fetch(input, { ...init, headers, signal });
    // A missing file is not a failure: @huggingface/hub returns null for it.
    const isMissingFile = response.status === 404 && response.headers.get('x-error-code') === 'EntryNotFound';
    if (!response.ok && !isMissingFile) throw refusal(hub, repository, response);
    return response;
  };
}

/** Combines the caller's signal with an idle timeout. */
function withIdleTimeout(hub: Hub, signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(hub.silenceMs)]);
}

function refusal({ endpoint, token }: Hub, repository: string, { status, headers }: Response): AppError {
  switch (status) {
    case 401: {
      const advice =
        token === null
          ? 'Check its name, and set HF_TOKEN to a token that may read it.'
          : 'HF_TOKEN is not valid or may not read it: make a new one in the settings of your account, or unset it for public models.';
      return problem(`${endpoint} refused access to ${repository} (401). ${advice}`, false);
    }
    case 403: {
      const message = `${endpoint} refused access to ${repository} (403). Accept its terms there with the account of HF_TOKEN.`;
      return problem(message, false);
    }
    case 404: {
      const message = `${endpoint} has no ${repository}, or not at this commit (404). Check the name and HF_ENDPOINT.`;
      return problem(message, false);
    }
    case 429: {
      const seconds = Number(headers.get('retry-after') ?? NaN);
      const when = seconds > 0 ? `in ${formatWait(seconds)}` : 'later';
      const advice =
        token === null ? `Try again ${when}, or set HF_TOKEN to raise the limit.` : `Try again ${when}.`;
      const message = `${endpoint} refuses more requests for now (429). ${advice}`;
      return problem(message, true, { retryAfterMs: seconds >= 0 ? seconds * 1000 : undefined });
    }
    default: {
      const isTransient = status >= 500;
      const advice = isTransient ? 'The server has a problem; try again later.' : 'Check HF_ENDPOINT.';
      return problem(`${endpoint} answered ${status} to a request for ${repository}. ${advice}`, isTransient);
    }
  }
}

function explain(hub: Hub, error: unknown, signal: AbortSignal): Error {
  if (signal.aborted || isAppError(error)) return error as Error;
  if ((error as Error).name === 'TimeoutError') return createStalledError(hub);
  // Messages of the system and of parsers go to the log only: they can quote what they read.
  log.warn({ err: error, hub: hub.endpoint }, 'a request to the hub failed');
  // fetch throws TypeError. Any other error is an unexpected answer, such as the log-in page of a network.
  if (!(error instanceof TypeError)) {
    const message = `${hub.endpoint} does not answer as the Hugging Face hub does. Check HF_ENDPOINT, and whether the network requires a log-in.`;
    return problem(message, false, { cause: error });
  }
  const code = (error as { cause?: { code?: unknown } }).cause?.code;
  const reason = typeof code === 'string' ? ` (${code})` : '';
  const message = `${hub.endpoint} cannot be reached${reason}. Check the connection, or set HF_ENDPOINT to a mirror; README.md says how to install a model without a network.`;
  return problem(message, true, { cause: error });
}

function formatWait(seconds: number): string {
  return seconds < 120 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

function createStalledError({ endpoint, silenceMs }: Hub): AppError {
  return problem(
    `${endpoint} sent nothing for ${silenceMs / 1000} s. Check the connection and try again.`,
    true,
  );
}

function problem(
  message: string,
  isTransient: boolean,
  { cause, retryAfterMs }: { cause?: unknown; retryAfterMs?: number | undefined } = {},
): AppError {
  const details = { isTransient, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  return new AppError('MODEL_UNAVAILABLE', message, { details, cause });
}
