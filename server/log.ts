/**
 * The log: one JSON line per event on standard output (pino), with the ids of the request and the run that it belongs to. Equal
 * warnings and errors are counted, not repeated.
 */
import pino from 'pino';
import { config } from './config';
import { createRepetitionFilter } from './log-repetition';
import { currentScope, scopeFields } from './scope';

const filter = createRepetitionFilter();

export const log = pino({
  level: config.logLevel,
  base: null,
  mixin: scopeFields,
  timestamp: pino.stdTimeFunctions.isoTime,
  hooks: {
    logMethod(args, method, level) {
      const [first, second] = args as [unknown, unknown];
      const { requestId } = currentScope();
      const report = (repeated: number, requestIds: readonly string[]): void =>
        method.call(
          this,
          { repeated, ...(requestIds.length > 0 && { requestIds }) },
          `repeated ${repeated} more times: ${String(second ?? first)}`,
        );
      const isNew = filter(level, first, second, report, requestId);
      if (isNew) method.apply(this, args);
    },
  },
});
