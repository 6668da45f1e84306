import { expect, it } from 'vitest';
import { BadFlag, parseFlags } from './flags';
import { KINDS, LEASE_MS, SETUPS } from './kinds';
import { createSchedule, describeFault } from './schedule';

it('draws the same faults from the same seed, and others from another', () => {
  for (const setup of SETUPS) {
    const faults = createSchedule(setup, 120, 7, null);
    expect(faults).toHaveLength(120);
    expect(createSchedule(setup, 120, 7, null)).toEqual(faults);
    expect(createSchedule(setup, 120, 8, null)).not.toEqual(faults);
  }
});

it('injects every kind that a set-up has, into parts that it has', () => {
  for (const setup of SETUPS) {
    const faults = createSchedule(setup, 100, 1, null);
    const wanted = KINDS.filter(({ targets }) => targets(setup).length > 0).map(({ id }) => id);
    expect([...new Set(faults.map(({ kind }) => kind))].toSorted()).toEqual(wanted.toSorted());
    for (const { kind, target, lastsMs } of faults) {
      const { targets, lasts } = KINDS.find(({ id }) => id === kind)!;
      expect(targets(setup)).toContain(target);
      expect(lastsMs).toBeGreaterThanOrEqual(lasts[0]);
      expect(lastsMs).toBeLessThanOrEqual(lasts[1]);
      if (kind.startsWith('pause-')) expect(lastsMs).toBeGreaterThan(LEASE_MS);
    }
  }
  expect(
    SETUPS.flatMap((setup) => KINDS.filter(({ targets }) => targets(setup).length > 0)).length,
  ).toBeGreaterThan(30);
});

it('keeps to the kinds that are asked for', () => {
  expect(new Set(createSchedule('postgresql', 30, 1, 'kill-').map(({ kind }) => kind.split('-')[0]))).toEqual(
    new Set(['kill']),
  );
  expect(() => createSchedule('sqlite', 3, 1, 'kill-redis')).toThrow(/no kind of fault 'kill-redis'/);
});

it('says how to repeat a fault', () => {
  const [fault] = createSchedule('sqlite', 5, 3, 'db-locked');
  expect(describeFault(fault!, 3)).toMatch(
    /^sqlite #1 db-locked web1 for 10000 ms after \d+ ms \(--setup sqlite --seed 3 --fault 1\)$/,
  );
});

it('reads the command line', () => {
  expect(parseFlags([])).toMatchObject({ faults: 240, setups: SETUPS, only: null, fault: null, minutes: 25 });
  expect(parseFlags(['--setup', 'sqlite', '--seed', '5', '--fault', '9', '--only', 'kill-'])).toMatchObject({
    setups: ['sqlite'],
    seed: 5,
    fault: 9,
    only: 'kill-',
  });
  expect(parseFlags(['--help'])).toBeNull();
  for (const wrong of [
    ['--faults', '0'],
    ['--setup', 'mysql'],
    ['--only', 'fire'],
    ['--fault', '3'],
    ['--seeds', '1'],
  ])
    expect(() => parseFlags(wrong)).toThrow(BadFlag);
});
