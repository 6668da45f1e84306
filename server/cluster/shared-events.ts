/**
 * Events that reach every process of a site, through one channel of Redis.
 *
 * A process emits to its own listeners at once and publishes the event for the others. Events are hints: a reader that misses one
 * finds the change when it looks again at its interval.
 */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { z } from 'zod';
import { log } from '../log';
import type { RedisLink } from './redis';

const messageSchema = z.object({
  from: z.string(),
  emitter: z.string(),
  event: z.string(),
  args: z.array(z.string()),
});

export interface SharedEvents {
  /** The emitter of a name; the same name is the same emitter in every process. Events are named by text and carry texts. */
  emitter(name: string): EventEmitter;
}

/** Subscribes to the events of the other processes. */
export function createSharedEvents(link: RedisLink): SharedEvents {
  const self = randomUUID();
  const channel = `${link.prefix}:events`;
  const emitters = new Map<string, SharedEmitter>();
  const emitter = (name: string): SharedEmitter => {
    let known = emitters.get(name);
    if (!known) {
      known = new SharedEmitter((event, args) => publish({ from: self, emitter: name, event, args }));
      known.setMaxListeners(0);
      emitters.set(name, known);
    }
    return known;
  };
  const publish = (message: z.infer<typeof messageSchema>): void => {
    if (!link.isConnected()) return;
    link.commands
      .publish(channel, JSON.stringify(message))
      .catch((error: unknown) => log.debug({ err: error }, 'an event could not be published'));
  };
  const subscriber = link.open();
  subscriber.on('message', (_channel, text) => {
    const message = readMessage(text);
    if (message && message.from !== self) emitter(message.emitter).receive(message.event, message.args);
  });
  subscriber
    .subscribe(channel)
    .catch((error: unknown) => log.debug({ err: error }, 'the events of other processes are not received'));
  return { emitter };
}

/** An emitter that passes on what its own process emits. */
class SharedEmitter extends EventEmitter {
  readonly #publish: (event: string, args: string[]) => void;

  constructor(publish: (event: string, args: string[]) => void) {
    super();
    this.#publish = publish;
  }

  override emit(event: string, ...args: string[]): boolean {
    this.#publish(event, args);
    return super.emit(event, ...args);
  }

  /** Emits an event of another process here only. */
  receive(event: string, args: readonly string[]): void {
    super.emit(event, ...args);
  }
}

function readMessage(text: string): z.infer<typeof messageSchema> | null {
  try {
    return messageSchema.parse(JSON.parse(text));
  } catch (error) {
    log.warn({ err: error }, 'an event of another process could not be read');
    return null;
  }
}
