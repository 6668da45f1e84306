/** Ready-made experiments; the first two are those of the notebook that this project grew from. */
import type { SweepKind } from '../../engine/api';
import type { PairInput } from './validate';

export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly pairs: readonly PairInput[];
  readonly sweeps: readonly SweepKind[];
}

/**
 * Prompt pairs from formats with `{}` and name pairs: each format is filled with either name of its pair, and each
 * prompt's corrupted partner is the other one.
 *
 * @param formats one a name pair, `{}` where the subject stands.
 * @param names [first, second] a format; the prompt about the second has the first as its correct answer.
 */
export function pairsFromFormats(
  formats: readonly string[],
  names: readonly (readonly [string, string])[],
): PairInput[] {
  return formats.flatMap((format, index) => {
    const [first, second] = names[index]!;
    const about = (name: string): string => format.replace('{}', name);
    return [
      { clean: about(second), corrupted: about(first), correct: first, incorrect: second },
      { clean: about(first), corrupted: about(second), correct: second, incorrect: first },
    ];
  });
}

/** The doubled space before the name is the notebook's: its names begin with a space, and so does the gap. */
const IOI = pairsFromFormats(
  [
    'When John and Mary went to the shops, {} gave the bag to',
    'When Tom and James went to the park, {} gave the ball to',
    'When Dan and Sid went to the shops, {} gave an apple to',
    'After Martin and Amy went to the park, {} gave a drink to',
  ],
  [
    [' Mary', ' John'],
    [' Tom', ' James'],
    [' Dan', ' Sid'],
    [' Martin', ' Amy'],
  ],
);

const POSITIONS: SweepKind[] = ['RESID_PRE', 'ATTN_OUT', 'MLP_OUT'];
const HEADS: SweepKind[] = ['HEAD_Z', 'HEAD_Q', 'HEAD_K', 'HEAD_V', 'HEAD_PATTERN'];

export const PRESETS: readonly Preset[] = [
  {
    id: 'ioi',
    name: 'Indirect object identification',
    description:
      'Which name comes next? Eight prompts in which only the subject of the second clause is swapped, as in the notebook.',
    pairs: IOI,
    sweeps: [...POSITIONS, ...HEADS],
  },
  {
    id: 'facts',
    name: 'Facts',
    description: 'One word of the subject decides the answer: the White House and the haunted house.',
    pairs: [
      {
        clean: 'The White House is where the',
        corrupted: 'The Haunted House is where the',
        correct: ' president',
        incorrect: ' ghosts',
      },
    ],
    sweeps: POSITIONS,
  },
  {
    id: 'pronouns',
    name: 'Gendered pronoun',
    description: 'Is a name taken up by he or she? The name is swapped for one of the other gender.',
    pairs: [
      {
        clean: 'Mary was late because',
        corrupted: 'John was late because',
        correct: ' she',
        incorrect: ' he',
      },
      {
        clean: 'Tom went home because',
        corrupted: 'Amy went home because',
        correct: ' he',
        incorrect: ' she',
      },
      {
        clean: 'Sarah is happy because',
        corrupted: 'David is happy because',
        correct: ' she',
        incorrect: ' he',
      },
    ],
    sweeps: [...POSITIONS, ...HEADS],
  },
  {
    id: 'greater-than',
    name: 'Greater-than',
    description:
      'An end is later than its beginning: the incorrect year is possible after the corrupted prompt only.',
    pairs: [
      yearPair('reign', 15, 62, 11, 80, 30),
      yearPair('voyage', 16, 72, 12, 90, 40),
      yearPair('war', 17, 63, 10, 85, 35),
      yearPair('truce', 14, 65, 8, 88, 33),
    ],
    sweeps: [...POSITIONS, ...HEADS],
  },
];

/** Years of one century, two digits each; `late` is after both beginnings, `early` after the corrupted one only. */
function yearPair(
  event: string,
  century: number,
  start: number,
  earlier: number,
  late: number,
  early: number,
): PairInput {
  const from = (year: number): string => {
    const digits = String(year).padStart(2, '0');
    return `The ${event} lasted from the year ${century}${digits} to the year ${century}`;
  };
  return { clean: from(start), corrupted: from(earlier), correct: String(late), incorrect: String(early) };
}
