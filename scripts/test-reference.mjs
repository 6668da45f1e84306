/** `npm run test:reference`: what scripts/reference/main.ts needs, then that. */
import { buildEngine, checkNode, generate, installDependencies, runScript } from './set-up.mjs';

checkNode();
await installDependencies();
await generate();
await buildEngine();
await runScript('scripts/reference/main.ts', process.argv.slice(2), { LOG_LEVEL: 'warn' });
