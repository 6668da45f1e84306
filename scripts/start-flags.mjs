/** The command line of `npm start`, and the environment variables with the same meaning. */
import { parseArgs } from 'node:util';

const USAGE = 'Usage: npm start -- --port 3000 --host 127.0.0.1';

/**
 * Reads port, host and mode.
 *
 * @param args command line after the name of the script.
 * @param env PORT and HOST are used.
 * @throws Error with one line: what is wrong, and the usage.
 */
export function readStartFlags(args, env) {
  const { port: portFlag, host, dev = false } = parse(args);
  const [name, text] = portFlag === undefined ? ['PORT', env.PORT || '3000'] : ['--port', portFlag];
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) {
    throw new Error(`${name} must be a whole number from 1 to 65535, not '${text}'. ${USAGE}`);
  }
  if (host === '') throw new Error(`--host is empty. ${USAGE}`);
  return { port, host: host ?? (env.HOST || '127.0.0.1'), dev };
}

function parse(args) {
  try {
    return parseArgs({
      args: joinNegative(args),
      options: {
        port: { type: 'string', short: 'p' },
        host: { type: 'string', short: 'H' },
        dev: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    const [reason] = error.message.split('\n');
    throw new Error(`${reason.replace(/\.?$/, '.')} ${USAGE}`, { cause: error });
  }
}

/** Rewrites `--port -1` as `--port=-1`, because parseArgs would read `-1` as an option. */
function joinNegative(args) {
  const isValue = (index) => /^-\d/.test(args[index] ?? '') && /^(-p|--port)$/.test(args[index - 1] ?? '');
  return args.flatMap((arg, index) => {
    if (isValue(index)) return [];
    return isValue(index + 1) ? [`--port=${args[index + 1]}`] : [arg];
  });
}
