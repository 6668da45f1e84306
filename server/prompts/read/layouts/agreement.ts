/**
 * EAP-IG's subject-verb agreement files (Hanna et al. 2024; prompts of Marvin and Linzen 2018 and BLiMP): the prompts end before a
 * verb, and `plural` says whether the subject of the clean one is plural. The correct answers are verbs of its number, the incorrect
 * ones those of the other, and their probabilities are summed.
 */
import type { Assignment } from '../find-columns';
import { readRows, type Candidates } from '../candidate';
import { readText, type Table } from '../table';

/** The column with the number of the clean prompt's subject. */
export const AGREEMENT_COLUMN = 'plural';

/** Frequent verbs in the present tense: singular, plural. Auxiliaries come first, because the first verb stands for its set. */
const VERBS = (
  'is/are was/were has/have does/do goes/go says/say makes/make takes/take comes/come sees/see knows/know gets/get gives/give ' +
  'finds/find thinks/think tells/tell becomes/become shows/show leaves/leave feels/feel brings/bring begins/begin keeps/keep ' +
  'holds/hold writes/write stands/stand hears/hear means/mean meets/meet runs/run pays/pay sits/sit speaks/speak leads/lead ' +
  'grows/grow loses/lose falls/fall sends/send builds/build understands/understand draws/draw breaks/break spends/spend ' +
  'drives/drive buys/buy wears/wear chooses/choose looks/look wants/want uses/use works/work calls/call tries/try asks/ask ' +
  'needs/need seems/seem helps/help turns/turn starts/start plays/play moves/move likes/like lives/live believes/believe ' +
  'happens/happen includes/include continues/continue'
)
  .split(' ')
  .map((pair) => pair.split('/').map((verb) => ` ${verb}`) as [string, string]);

const SINGULAR = VERBS.map(([singular]) => singular);
const PLURAL = VERBS.map(([, plural]) => plural);

/** Whether a table has prompts and the number of their subjects, and no answers. */
export function isAgreement({ columns }: Table, { clean, corrupted, ...answers }: Assignment): boolean {
  const hasAnswers = Object.entries(answers).some(([use, column]) => use !== 'label' && column !== undefined);
  return columns.includes(AGREEMENT_COLUMN) && clean !== undefined && corrupted !== undefined && !hasAnswers;
}

/** Reads each row with its set of verbs of the right number and its set of the others. */
export function readAgreement({ rows }: Table, assignment: Assignment): Candidates {
  const result = readRows(rows, ({ cells }) => {
    const clean = readText(cells.get(assignment.clean!));
    const corrupted = readText(cells.get(assignment.corrupted!));
    if (!clean) return 'The clean prompt is empty.';
    if (!corrupted) return 'The corrupted prompt is empty.';
    const number = (readText(cells.get(AGREEMENT_COLUMN)) ?? '').trim().toLowerCase();
    const isPlural = /^(?:1|1\.0|true)$/.test(number);
    if (!isPlural && !/^(?:0|0\.0|false)$/.test(number))
      return `'${number.slice(0, 40)}' in '${AGREEMENT_COLUMN}' is neither 1 (plural) nor 0 (singular).`;
    const [correct, incorrect] = isPlural ? [PLURAL, SINGULAR] : [SINGULAR, PLURAL];
    return {
      clean,
      corrupted,
      correct: { texts: correct },
      incorrect: { texts: incorrect },
      rule: 'LOGSUMEXP',
      isOpenSet: true,
    };
  });
  const notes = [
    `'${AGREEMENT_COLUMN}' is read as the number of the clean prompt's subject: the correct answers are ${VERBS.length} frequent verbs of that number, the ` +
      'incorrect ones the same verbs of the other, and their probabilities are summed. Verbs that are several tokens are left out. ' +
      'For other verbs, add columns correct and incorrect with lists.',
  ];
  return { layout: 'EAP-IG agreement', ...result, notes };
}
