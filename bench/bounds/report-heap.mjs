/** Loaded into the web server by NODE_OPTIONS: writes its heap after a collection to HEAP_REPORT when it gets SIGUSR2. */
import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const file = process.env['HEAP_REPORT'];
if (file !== undefined) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  process.on('SIGUSR2', () => {
    // Twice: what finalizers of the first one let go of is collected by the second.
    collect();
    setImmediate(() => {
      collect();
      const { heapUsed, external } = process.memoryUsage();
      writeFileSync(`${file}.new`, JSON.stringify({ heapUsed, external }));
      renameSync(`${file}.new`, file);
    });
  });
}
