/**
 * Entry of the engine process: a Node program separate from the web server, since ONNX Runtime blocks its thread.
 *
 * It exits when its parent exits for any reason, so that no orphan occupies a GPU.
 */
import { config } from '../../config';
import { startTracing, stopTracing } from '../../observability/tracing/start';
import type { FromEngine } from '../protocol';
import { createCore } from './core';
import { serve } from '../serve';
import { reportRegularly } from './report';

const send = process.send?.bind(process);
if (!send)
  throw new Error('The web server starts this program with an IPC channel; it cannot be started alone.');

const end = (): void => {
  void stopTracing().finally(() => process.exit(0));
};
process.once('disconnect', end);
process.once('SIGTERM', end);
// Ctrl-C reaches the whole process group; the web server closes the channel when it has finished.
process.on('SIGINT', () => {});

await startTracing(config.tracing, 'engine');
const core = createCore();
const sendConnected = (message: FromEngine): void => {
  if (process.connected) send(message);
};
const { currentRun } = serve(core, {
  send: sendConnected,
  onMessage: (listener) => process.on('message', listener),
});
reportRegularly(() => core.state(), currentRun, sendConnected);
