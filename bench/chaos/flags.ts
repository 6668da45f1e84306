/** The command line of `npm run chaos`. */
import { parseArgs } from 'node:util';
import { KINDS, SETUPS, type Setup } from './kinds';

export const USAGE = `npm run chaos [-- flags]
  --faults N     faults of all set-ups together: 240
  --seed N       of the list of faults, and of the load: 20261127
  --setup NAME   sqlite or postgresql alone
  --only KIND    faults of one kind, or of those that begin with it: kill-web, net-, race-
  --fault N      only the fault with this number of the list, as a report names it; needs --setup
  --minutes N    begins no fault later than this: 25
  --patience N   time limits are N times as long, for a machine that others use: 1
  --list         prints the faults, and injects none
  --keep         keeps the folder with data and logs
Kinds: ${KINDS.map(({ id }) => id).join(', ')}.`;

export interface Flags {
  readonly faults: number;
  readonly seed: number;
  readonly setups: readonly Setup[];
  readonly only: string | null;
  readonly fault: number | null;
  readonly minutes: number;
  /** Factor of all time limits. */
  readonly patience: number;
  readonly isList: boolean;
  readonly keepsFolder: boolean;
}

/** An invalid flag; the message says why. */
export class BadFlag extends Error {}

/** Parses the command line; null asks for the usage. @throws BadFlag */
export function parseFlags(args: readonly string[]): Flags | null {
  const { values } = parse(args);
  if (values.help) return null;
  const readCount = (name: 'faults' | 'seed' | 'fault' | 'minutes' | 'patience', most: number): number => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new BadFlag(`--${name} takes a number from 1 to ${most}, not '${values[name]}'.`);
  };
  const setup = values.setup as Setup | undefined;
  if (setup !== undefined && !SETUPS.includes(setup))
    throw new BadFlag(`--setup takes ${SETUPS.join(' or ')}, not '${setup}'.`);
  const only = values.only ?? null;
  if (only !== null && !KINDS.some(({ id }) => id.startsWith(only)))
    throw new BadFlag(`--only takes one of ${KINDS.map(({ id }) => id).join(', ')}, not '${only}'.`);
  if (values.fault !== undefined && setup === undefined)
    throw new BadFlag('--fault needs --setup: each set-up has a list of its own.');
  return {
    faults: readCount('faults', 10_000),
    seed: readCount('seed', 2 ** 31),
    setups: setup === undefined ? SETUPS : [setup],
    only,
    fault: values.fault === undefined ? null : readCount('fault', 10_000),
    minutes: readCount('minutes', 1000),
    patience: readCount('patience', 20),
    isList: values.list,
    keepsFolder: values.keep,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        faults: { type: 'string', default: '240' },
        seed: { type: 'string', default: '20261127' },
        setup: { type: 'string' },
        only: { type: 'string' },
        fault: { type: 'string' },
        minutes: { type: 'string', default: '25' },
        patience: { type: 'string', default: '1' },
        list: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new BadFlag(error instanceof Error ? error.message : String(error));
  }
}
