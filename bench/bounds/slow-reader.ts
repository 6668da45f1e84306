/** A subscription whose client reads slowly or not at all, over a socket of its own. */
import net from 'node:net';
import { writeHeaders, type Sender } from './client';

export interface SlowReader {
  /** Reads everything that is left. @returns all that was read, with the headers of HTTP. */
  readonly readRest: () => Promise<string>;
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

/** @param bytesPerSecond 0: nothing is read. */
export function openSlowReader(
  url: string,
  sender: Sender,
  { query, variables }: { readonly query: string; readonly variables: object },
  bytesPerSecond: number,
): Promise<SlowReader> {
  const { hostname, port, host } = new URL(url);
  const body = JSON.stringify({ query, variables });
  const headers = {
    host,
    ...writeHeaders(sender),
    'content-type': 'application/json',
    accept: 'text/event-stream',
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = net.connect({ host: hostname, port: Number(port) });
  const chunks: Buffer[] = [];
  let isOpen = true;
  socket.on('close', () => (isOpen = false));
  socket.on('error', () => (isOpen = false));
  socket.pause();
  const timer = setInterval(() => {
    const bytes = bytesPerSecond === 0 ? null : (socket.read(bytesPerSecond) as Buffer | null);
    if (bytes !== null) chunks.push(bytes);
  }, 1000);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.write(
        `POST /api/graphql/stream HTTP/1.1\r\n${head.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
      resolve({
        isOpen: () => isOpen,
        close: () => {
          clearInterval(timer);
          socket.destroy();
        },
        readRest: () =>
          new Promise((done) => {
            clearInterval(timer);
            socket.on('data', (bytes: Buffer) => {
              chunks.push(bytes);
              // The end of a chunked answer; the connection stays open.
              if (bytes.includes('\r\n0\r\n\r\n')) done(Buffer.concat(chunks).toString());
            });
            socket.on('close', () => done(Buffer.concat(chunks).toString()));
            socket.resume();
          }),
      });
    });
  });
}
