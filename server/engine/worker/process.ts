/**
 * Entry of the engine process: a Node program separate from the web server, since ONNX Runtime blocks its thread.
 *
 * It exits when its parent exits for any reason, so that no orphan occupies a GPU.
 */
import { createCore } from './core';
import { serve } from '../serve';

const send = process.send?.bind(process);
if (!send)
  throw new Error('The web server starts this program with an IPC channel; it cannot be started alone.');

const core = createCore();
const end = (): void => {
  process.exit(0);
};
process.once('disconnect', end);
process.once('SIGTERM', end);
// Ctrl-C reaches the whole process group; the web server closes the channel when it has finished.
process.on('SIGINT', () => {});

serve(core, {
  send: (message) => {
    if (process.connected) send(message);
  },
  onMessage: (listener) => process.on('message', listener),
});
