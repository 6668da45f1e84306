import { NativeSelect } from '@mantine/core';
import { COLUMN_USES, type ColumnUse } from '../../domain/prompts/reading';
import { visibleText } from '../tokens/token-text';
import { chooseColumn, type Reading, type ReadingChoices } from './reading-choices';
import classes from './import-dialog.module.css';

const USE_NAMES: Readonly<Record<ColumnUse, string>> = {
  clean: 'clean prompt',
  corrupted: 'corrupted prompt',
  correct: 'correct answer',
  incorrect: 'incorrect answer',
  correctIds: 'correct answer, token id',
  incorrectIds: 'incorrect answer, token id',
  label: 'number to exceed, 00 to 99',
};

interface ReadingColumnsProps {
  readonly columns: Reading['columns'];
  readonly choices: ReadingChoices;
  /** Whether the columns are shown before they are asked for. */
  readonly isOpen: boolean;
  readonly onChange: (choices: ReadingChoices) => void;
}

/** The columns of a text with their first values, and what each is read as. */
export function ReadingColumns({ columns, choices, isOpen, onChange }: ReadingColumnsProps) {
  if (columns.length === 0) return null;
  return (
    <details open={isOpen || choices.columns.length > 0}>
      <summary>Columns</summary>
      <div className={classes.columns} role="region" aria-label="Columns of the text" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">column</th>
              <th scope="col">read as</th>
              <th scope="col">first value</th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ name, as, samples }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <NativeSelect
                    size="xs"
                    miw={170}
                    aria-label={`What ${name} holds`}
                    value={as ?? ''}
                    onChange={(event) =>
                      onChange(chooseColumn(choices, name, event.currentTarget.value || null))
                    }
                    data={[
                      { value: '', label: 'not used' },
                      ...COLUMN_USES.map((use) => ({ value: use, label: USE_NAMES[use] })),
                    ]}
                  />
                </td>
                <td>{visibleText(samples[0] ?? '')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
