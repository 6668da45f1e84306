/** An example as pages patch it live, with stored values. */
import { pairOfDemo } from './create-examples';
import type { DemoExample } from './example';

const LAYERS = 4;
const FACT = ['The', ' White', ' House', ' is', ' where', ' the'];
const NAME = [
  'John',
  ' and',
  ' Mary',
  ' went',
  ' to',
  ' the',
  ' shops',
  ',',
  ' John',
  ' gave',
  ' the',
  ' bag',
  ' to',
];

function create(
  id: 'facts' | 'names',
  words: readonly string[],
  at: number,
  other: string,
  model: string,
): DemoExample {
  return {
    id,
    label: id === 'facts' ? 'A fact' : 'A name',
    model,
    pair: pairOfDemo(id),
    layers: LAYERS,
    columns: words.map((clean, column) => ({ clean, corrupted: column === at ? other : clean })),
    saved: {
      values: {
        base: -5.2,
        source: 4.9,
        patched: Array.from({ length: LAYERS * words.length }, (_, cell) => {
          const [layer, column] = [Math.floor(cell / words.length), cell % words.length];
          const recovery = column === at ? 1 - layer / 3 : column === words.length - 1 ? layer / 3 : 0;
          return -5.2 + 10.1 * recovery;
        }),
      },
      slug: 'a-fact',
      title: 'A fact',
    },
  };
}

/** Both examples of the front page. @param model answers are kept by its name, so each story needs another one. */
export function sampleExamples(model: string): readonly [DemoExample, DemoExample] {
  return [create('facts', FACT, 1, ' Haunted', model), create('names', NAME, 8, ' Mary', model)];
}
