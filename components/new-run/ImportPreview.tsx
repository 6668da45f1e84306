import { visibleText } from '../tokens/token-text';
import { PAIR_FIELDS, type DraftPair } from './draft';
import classes from './import-dialog.module.css';

const SHOWN = 3;

/** The first imported pairs, with visible spaces. */
export function ImportPreview({ pairs }: { readonly pairs: readonly DraftPair[] }) {
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
                <td key={field}>{visibleText(pair[field])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
