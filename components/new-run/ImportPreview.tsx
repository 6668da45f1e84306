import { visibleText } from '../tokens/token-text';
import { listAnswers, PAIR_FIELDS, type PlainPair, type PairField } from './draft';
import classes from './import-dialog.module.css';

const SHOWN = 3;

/** The first imported pairs, with visible spaces. */
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
                <td key={field}>{describeField(pair, field)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A text with visible spaces; of a set the first tokens. */
function describeField(pair: PlainPair, field: PairField): string {
  if (field === 'clean' || field === 'corrupted') return visibleText(pair[field]);
  const answers = listAnswers(pair, field);
  const shown = answers.slice(0, 2).map(visibleText).join(' | ');
  return answers.length > 2 ? `${shown} and ${answers.length - 2} more` : shown;
}
