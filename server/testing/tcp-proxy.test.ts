import { once } from 'node:events';
import net from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openProxy, type Proxy } from './tcp-proxy';

let server: net.Server;
let proxy: Proxy;
let sockets: net.Socket[] = [];

beforeEach(async () => {
  server = net.createServer((socket) =>
    socket.on('error', () => {}).on('data', (piece) => socket.write(piece)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy = await openProxy((server.address() as net.AddressInfo).port);
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await proxy.close();
  await new Promise((resolve) => server.close(resolve));
});

async function connect(): Promise<net.Socket> {
  const socket = net.connect(proxy.port, '127.0.0.1');
  socket.on('error', () => {});
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Unlike `once`, whatever error comes first. */
function closed(socket: net.Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

async function echo(socket: net.Socket, text: string): Promise<string> {
  socket.write(text);
  return String((await once(socket, 'data'))[0]);
}

it('passes on, holds back and sends on later', async () => {
  const socket = await connect();
  expect(await echo(socket, 'one')).toBe('one');
  proxy.setMode('stall');
  let answered = '';
  socket.on('data', (piece) => (answered += String(piece)));
  socket.write('two');
  // A second connection shows that time has passed and that it is held back, too.
  const other = await connect();
  other.write('three');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(answered).toBe('');
  proxy.setMode('open');
  await expect.poll(() => answered).toBe('two');
});

it('ends connections and refuses new ones while it is cut', async () => {
  const socket = await connect();
  await echo(socket, 'one');
  proxy.setMode('cut');
  await closed(socket);
  const refused = net.connect(proxy.port, '127.0.0.1');
  refused.on('error', () => {});
  sockets.push(refused);
  await closed(refused);
  proxy.setMode('open');
  expect(await echo(await connect(), 'two')).toBe('two');
});

it('forgets connections without a word', async () => {
  const socket = await connect();
  await echo(socket, 'one');
  proxy.strand();
  let isHeard = false;
  socket.on('data', () => (isHeard = true)).on('close', () => (isHeard = true));
  socket.write('two');
  expect(await echo(await connect(), 'three')).toBe('three');
  expect(isHeard).toBe(false);
});
