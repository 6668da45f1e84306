/** The log: one JSON line an event on standard output (pino). */
import pino from 'pino';
import { config } from './config';

export const log = pino({
  level: config.logLevel,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
});
