/** Vitest's global set-up: compiles the worker threads that tests start. */
import { buildEngine } from './set-up.mjs';

export default buildEngine;
