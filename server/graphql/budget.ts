/**
 * Limits of the cost of one operation.
 *
 * Cost is counted twice: estimated from the document and its variables before anything runs (estimate-operation.ts), and
 * exactly while fields are resolved (charge-fields.ts). Aliases, lists and repeated variables all count.
 */
import { badUserInput, type AppError } from '../errors';

export const UNITS = ['characters', 'engineCalls', 'engineTokens', 'cells', 'bytes', 'fields'] as const;
/** Units of cost; see LIMITS. */
export type Unit = (typeof UNITS)[number];
export type Cost = Readonly<Partial<Record<Unit, number>>>;

interface Limit {
  readonly most: number;
  /** Description of the operation; `#` is replaced by the amount. */
  readonly would: string;
  readonly advice: string;
}

/** The largest normal requests fit: a preview of 64 pairs that fill a context of 1024 tokens, and the page of one run. */
export const LIMITS: Readonly<Record<Unit, Limit>> = {
  characters: {
    most: 1_000_000,
    would: 'tokenise # characters',
    advice: 'Send fewer or shorter texts; a text counts each time it is used.',
  },
  engineCalls: {
    most: 500,
    would: 'call the engine # times',
    advice: 'Ask for fewer predictions, patterns, patches or previews at a time.',
  },
  engineTokens: {
    most: 400_000,
    would: 'run # tokens through the model',
    advice: 'Ask for fewer or shorter prompts at a time.',
  },
  cells: {
    most: 32_000_000,
    would: 'read # stored values',
    advice: 'Ask for fewer runs, sweeps or fields of them at a time.',
  },
  bytes: {
    most: 24_000_000,
    would: 'send about # bytes',
    advice: 'Ask for fewer or shorter lists at a time.',
  },
  fields: {
    most: 500_000,
    would: 'resolve # fields',
    advice: 'Ask for fewer or shorter lists, or fewer fields of them, at a time.',
  },
};

/** The cost of an operation so far. */
export interface Budget {
  /** @throws BAD_USER_INPUT with the amount and the limit, when one is exceeded. */
  charge(cost: Cost): void;
  spent(): Readonly<Record<Unit, number>>;
  /** Resets it, for the next event of a subscription. */
  reset(): void;
}

/** Creates a budget with nothing spent. */
export function createBudget(): Budget {
  const spent = emptyCost();
  return {
    charge(cost) {
      for (const unit of UNITS) spent[unit] += cost[unit] ?? 0;
      checkLimits(spent, Object.keys(cost) as Unit[]);
    },
    spent: () => spent,
    reset: () => Object.assign(spent, emptyCost()),
  };
}

/** Zero of each unit. */
export function emptyCost(): Record<Unit, number> {
  return { characters: 0, engineCalls: 0, engineTokens: 0, cells: 0, bytes: 0, fields: 0 };
}

/** @throws BAD_USER_INPUT for the first of `units` that is above its limit. */
export function checkLimits(cost: Cost, units: readonly Unit[] = UNITS): void {
  for (const unit of units) {
    const figure = cost[unit] ?? 0;
    if (figure > LIMITS[unit].most) throw overBudget(unit, figure);
  }
}

function overBudget(unit: Unit, figure: number): AppError {
  const { most, would, advice } = LIMITS[unit];
  const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 0 });
  const message = `This operation would ${would.replace('#', number(figure))}; the limit is ${number(most)}. ${advice}`;
  return badUserInput([{ path: '', message }], { budget: { unit, figure, limit: most } });
}
