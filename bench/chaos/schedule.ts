/** The list of faults of a campaign: the same seed gives the same list. */
import { createRandom } from '../site/random';
import { KINDS, SETUPS, type Kind, type Setup } from './kinds';

export interface Fault {
  /** From 1. */
  readonly number: number;
  readonly setup: Setup;
  readonly kind: string;
  /** The part or link that it is injected into. */
  readonly target: string;
  /** After the fault before it has been recovered from, in ms. */
  readonly delayMs: number;
  readonly lastsMs: number;
  /** For choices within the fault. */
  readonly seed: number;
}

/** Longest delay of a fault, in ms. */
const LONGEST_DELAY_MS = 900;

/**
 * Draws the faults of one set-up. Kinds occur by their weights, each at least once when there are enough faults.
 *
 * @param only a kind, or the beginning of some, such as `kill-`; null for all.
 * @throws Error when no kind is left.
 */
export function createSchedule(setup: Setup, count: number, seed: number, only: string | null): Fault[] {
  const kinds = KINDS.filter(
    ({ id, targets }) => targets(setup).length > 0 && (only === null || id.startsWith(only)),
  );
  if (kinds.length === 0) throw new Error(`there is no kind of fault '${only}' for the set-up ${setup}`);
  const random = createRandom(seed + SETUPS.indexOf(setup));
  const drawn = Array.from(
    { length: count },
    (_, index) => kinds[index] ?? pickByWeight(kinds, random.next()),
  );
  // Fisher and Yates.
  for (let at = drawn.length - 1; at > 0; at--) {
    const other = random.index(at + 1);
    [drawn[at], drawn[other]] = [drawn[other]!, drawn[at]!];
  }
  return drawn.map(({ id: kind, targets, lasts: [least, most] }, index) => ({
    number: index + 1,
    setup,
    kind,
    target: random.pick(targets(setup)),
    delayMs: random.index(LONGEST_DELAY_MS),
    lastsMs: least + random.index(most - least + 1),
    seed: random.index(2 ** 31),
  }));
}

function pickByWeight(kinds: readonly Kind[], share: number): Kind {
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0);
  let left = share * total;
  for (const kind of kinds) if ((left -= kind.weight) < 0) return kind;
  return kinds.at(-1)!;
}

/** A line that says how to repeat a fault alone. */
export function describeFault(
  { number, setup, kind, target, delayMs, lastsMs }: Fault,
  seed: number,
): string {
  const length = lastsMs > 0 ? ` for ${lastsMs} ms` : '';
  return `${setup} #${number} ${kind} ${target}${length} after ${delayMs} ms (--setup ${setup} --seed ${seed} --fault ${number})`;
}
