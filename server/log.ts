/** The log: one JSON line per event on standard output (pino). Equal warnings and errors are counted, not repeated. */
import pino from 'pino';
import { config } from './config';
import { createRepetitionFilter } from './log-repetition';

const filter = createRepetitionFilter();

export const log = pino({
  level: config.logLevel,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  hooks: {
    logMethod(args, method, level) {
      const [first, second] = args as [unknown, unknown];
      const isNew = filter(level, first, second, (repeated) =>
        method.call(this, { repeated }, `repeated ${repeated} more times: ${String(second ?? first)}`),
      );
      if (isNew) method.apply(this, args);
    },
  },
});
