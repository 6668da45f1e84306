import { visibleText } from '../tokens/token-text';
import { listAnswers, PAIR_FIELDS, type PlainPair } from './draft';
import { excerptDifference } from '../prompts/excerpt';
import classes from './import-dialog.module.css';

const SHOWN = 3;
/** Characters of a prompt. */
const ROOM = 36;

/** The first imported pairs: prompts cut around their difference, answers with visible spaces. */
export function ImportPreview({ pairs }: { readonly pairs: readonly PlainPair[] }) {
  return (
    <div className={classes.preview} role="region" aria-label="First pairs as read" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {PAIR_FIELDS.map((field) => (
              <th key={field} scope="col">
                {field}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pairs.slice(0, SHOWN).map((pair, index) => (
            <tr key={index}>
              {PAIR_FIELDS.map((field) => (
                <td key={field}>
                  {field === 'clean' || field === 'corrupted' ? (
                    <Prompt text={pair[field]} other={pair[field === 'clean' ? 'corrupted' : 'clean']} />
                  ) : (
                    describeAnswers(listAnswers(pair, field))
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A prompt cut around its difference from the other one. */
function Prompt({ text, other }: { readonly text: string; readonly other: string }) {
  const { before, differing, after } = excerptDifference(text, other, ROOM);
  return (
    <span title={text}>
      {visibleText(before)}
      {differing !== '' && <mark className={classes.differing}>{visibleText(differing)}</mark>}
      {visibleText(after)}
    </span>
  );
}

/** An answer with visible spaces; of a set the first tokens. */
function describeAnswers(answers: readonly string[]): string {
  const shown = answers.slice(0, 2).map(visibleText).join(' | ');
  return answers.length > 2 ? `${shown} and ${answers.length - 2} more` : shown;
}
