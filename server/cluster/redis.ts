/**
 * The connection of a process to Redis or Valkey (REDIS_URL).
 *
 * Redis carries hints, interactive requests and counters, and never the only copy of anything: without it every command fails at
 * once, and the callers do what they would do without REDIS_URL.
 */
import { EventEmitter } from 'node:events';
import { Redis, type RedisOptions } from 'ioredis';
import { log } from '../log';

/** A command that takes longer fails: Redis is paused, or the network is cut. */
const COMMAND_MS = 2000;
/** A connection that is silent for this long although an answer is due is replaced: a router may have forgotten it without a word. */
const SILENCE_MS = 15_000;
/** How often each connection is asked for a sign of life, in ms: one that only listens would never notice. */
const PING_MS = 5000;
const CONNECT_MS = 5000;
const LONGEST_RETRY_MS = 2000;

export interface RedisLink {
  /** For commands; they fail at once while there is no connection. */
  readonly commands: Redis;
  /** In front of every key and channel. */
  readonly prefix: string;
  isConnected(): boolean;
  /** Emits `connected` after each connection, also after one that was lost. */
  readonly events: EventEmitter;
  /** A further connection, for subscriptions or blocking commands; it is closed with the link. */
  open(options?: RedisOptions): Redis;
  close(): Promise<void>;
}

/** Connects to Redis in the background. @param url such as `redis://127.0.0.1:6379/0`. */
export function connectRedis(url: string, prefix: string): RedisLink {
  const events = new EventEmitter().setMaxListeners(0);
  const opened: Redis[] = [];
  const open = (options: RedisOptions = {}): Redis => {
    const connection = new Redis(url, {
      connectTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      retryStrategy: (attempts) => Math.min(100 * 2 ** Math.min(attempts, 6), LONGEST_RETRY_MS),
      maxRetriesPerRequest: null,
      ...options,
    });
    // Every failed attempt is an event; the state of the first connection is logged once below.
    connection.on('error', (error: unknown) => log.debug({ err: error }, 'a connection to Redis failed'));
    opened.push(connection);
    return connection;
  };
  const commands = open({
    enableOfflineQueue: false,
    commandTimeout: COMMAND_MS,
    maxRetriesPerRequest: 0,
    socketTimeout: 2 * COMMAND_MS,
  });
  const pinging = setInterval(() => {
    for (const connection of opened) if (connection.status === 'ready') connection.ping().catch(() => {});
  }, PING_MS).unref();
  let isClosing = false;
  let wasConnected: boolean | null = null;
  commands.on('ready', () => {
    if (wasConnected !== true) log.info('connected to Redis');
    wasConnected = true;
    events.emit('connected');
  });
  commands.on('close', () => {
    if (wasConnected !== false && !isClosing) {
      log.warn(
        'Redis cannot be reached; this process works alone and looks for changes at intervals until it is back',
      );
    }
    wasConnected = false;
  });
  return {
    commands,
    prefix,
    isConnected: () => commands.status === 'ready',
    events,
    open,
    async close() {
      isClosing = true;
      clearInterval(pinging);
      for (const connection of opened) connection.disconnect();
    },
  };
}

/** Resolves when the link is connected, or after `ms`. @returns whether it is connected. */
export async function waitForRedis(link: RedisLink, ms: number): Promise<boolean> {
  if (link.isConnected()) return true;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      link.events.off('connected', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    link.events.on('connected', done);
  });
  return link.isConnected();
}
