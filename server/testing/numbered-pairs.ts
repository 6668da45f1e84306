/** Pairs that a fake engine tells apart, so that results depend on which pair is computed where. */
import type { RunEvent } from '../engine/api';
import type { FakeEngine } from './fake-engine';

type Sides = { readonly clean: Float32Array<ArrayBuffer>; readonly corrupted: Float32Array<ArrayBuffer> };

/** Pairs of two lengths; the number of each is its first word. */
export function makeNumberedPairs(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const rest = index % 3 === 0 ? ' c d' : ' c';
    return {
      clean: `w${index} a${rest}`,
      corrupted: `w${index} b${rest}`,
      correct: ' Mary',
      incorrect: ' John',
    };
  });
}

/** Noise of a pair in logits, with a standard deviation of 0.17. @param own token of its number. */
export function noiseOfPair(own: number): number {
  return (((own * 7919) % 101) / 101 - 0.5) * 0.6;
}

/**
 * Makes the numbers of an engine depend on the pair: a cell has a tenth of its index plus the noise of the pair.
 *
 * @param measure logit differences of the unpatched runs, by the tokens of the pairs' numbers.
 * @param wait is called before each run with the number of runs before it.
 */
export function numberResults(
  engine: FakeEngine,
  measure: (owns: readonly number[]) => Sides,
  wait: (earlier: number) => Promise<void> = async () => {},
): void {
  const run = engine.run.bind(engine);
  engine.run = async (experiment, kinds, options) => {
    const owns = experiment.pairs.map(({ clean }) => clean[1]!);
    const change = (event: RunEvent): RunEvent => {
      if (event.type === 'sweep') {
        const { values, shape } = event.sweep;
        const cells = shape.reduce((product, length) => product * length, 1);
        const own = values.logit_diff!.map(
          (_, at) => noiseOfPair(owns[Math.floor(at / cells)]!) + (at % cells) / 10,
        );
        return { ...event, sweep: { ...event.sweep, values: { logit_diff: own } } };
      }
      if (event.type !== 'baseline') return event;
      const ofMetric = { logit_diff: measure(owns) };
      const byDirection = { DENOISING: ofMetric, NOISING: ofMetric };
      return { ...event, baseline: { values: ofMetric, byDirection } };
    };
    await wait(engine.runs.length);
    return run(experiment, kinds, { ...options, onEvent: (event) => options.onEvent(change(event)) });
  };
}
