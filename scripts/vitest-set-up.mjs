/** Vitest's global set-up: compiles what tests start as threads. */
import { buildEngine } from './set-up.mjs';

export default buildEngine;
