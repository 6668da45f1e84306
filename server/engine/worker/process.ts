/**
 * Entry of the engine process: a plain Node program beside the web server, for ONNX Runtime blocks its thread.
 *
 * It ends when its parent does, whatever ended that: no orphan keeps a GPU.
 */
import { createCore } from './core';
import { serve } from './serve';

const send = process.send?.bind(process);
if (!send) throw new Error('This program is started by the web server, with a channel to talk to it.');

const core = createCore();
const end = (): void => {
  process.exit(0);
};
process.once('disconnect', end);
process.once('SIGTERM', end);
// Ctrl-C reaches the whole process group; the web server closes the channel when it is done.
process.on('SIGINT', () => {});

serve(core, {
  send: (message) => {
    if (process.connected) send(message);
  },
  onMessage: (listener) => process.on('message', listener),
});
