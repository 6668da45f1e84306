import { Checkbox, Loader, NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { readPair } from './draft';
import { FileDrop } from './FileDrop';
import type { ImportProps } from './ImportDialog';
import { choosePairs, isMixed, listLengths } from './pair-lengths';
import { NO_CHOICES, type Reading, type ReadingChoices } from './reading-choices';
import { ReadingColumns } from './ReadingColumns';
import { ReadingSuggestions } from './ReadingSuggestions';
import { RefusedRows } from './RefusedRows';
import { SourceField } from './SourceField';
import { TakePairs } from './TakePairs';
import { useReading } from './use-reading';

const LABEL = 'File or text';
const EXAMPLE =
  'clean,corrupted,correct,incorrect\nThe White House is where the,The Haunted House is where the, president, ghosts';

/** Reads pairs from a file as it is: the server recognises format, columns and layout. */
export function TableImport(props: ImportProps) {
  const { model, present, text, onText, onPairs, onWhole, onClose, limit } = props;
  const [choices, setChoices] = useState<ReadingChoices>(NO_CHOICES);
  const [skipsRefused, setSkipsRefused] = useState(false);
  const [length, setLength] = useState<number | 'all' | null>(limit === undefined ? null : 'all');
  const [fileError, setFileError] = useState<string | null>(null);
  const { reading, error, isPending } = useReading(text, model, choices);
  const lengths = listLengths(reading?.pairs ?? []);
  const wanted = choosePairs(reading?.pairs ?? [], length);
  const refused = reading?.refused ?? [];
  const change = (next: ReadingChoices): void => {
    setSkipsRefused(false);
    setChoices(next);
  };
  const take = (next: string): void => {
    setFileError(null);
    setSkipsRefused(false);
    onText(next);
  };
  return (
    <>
      <Text size="sm">
        CSV, TSV, JSON or JSON lines, as they are: EAP-IG, auto-circuit, ROME, CounterFact, Redwood&rsquo;s
        IOI, MIB and KnowledgeCircuits are recognised, other columns can be chosen. Spaces are kept.
      </Text>
      <FileDrop
        onText={(next) => {
          setChoices(NO_CHOICES);
          setLength(limit === undefined ? null : 'all');
          take(next);
        }}
        onError={setFileError}
      >
        <SourceField
          label={LABEL}
          placeholder={EXAMPLE}
          text={text}
          error={fileError ?? error ?? undefined}
          onChange={take}
        />
      </FileDrop>
      {isPending && (
        <Text size="sm" c="dimmed" role="status">
          <Loader size={12} mr={6} />
          Reading with the tokenizer of {model} …
        </Text>
      )}
      {reading && !error && (
        <>
          <Text size="sm">{describeReading(reading)}</Text>
          <ReadingSuggestions suggestions={reading.suggestions} choices={choices} onChange={change} />
          <ReadingColumns
            columns={reading.columns}
            choices={choices}
            isOpen={reading.rowCount > 0 && reading.pairs.length === 0}
            onChange={change}
          />
          {refused.length > 0 && <RefusedRows refused={refused} />}
          {refused.length > 0 && reading.pairs.length > 0 && (
            <Checkbox
              label={`Leave out the ${refused.length === 1 ? 'row' : `${refused.length.toLocaleString('en')} rows`} that cannot be used`}
              checked={skipsRefused}
              onChange={(event) => setSkipsRefused(event.currentTarget.checked)}
            />
          )}
          {isMixed(reading.pairs) && (
            <NativeSelect
              label="Tokens of a prompt"
              description="BOS included. A run by index takes patched prompts of one number of tokens."
              value={String(wanted.length)}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setLength(value === 'all' ? 'all' : Number(value));
              }}
              data={[
                ...lengths.map(({ tokens, count }) => ({
                  value: String(tokens),
                  label: `${tokens} tokens: ${count.toLocaleString('en')} ${count === 1 ? 'pair' : 'pairs'}`,
                })),
                { value: 'all', label: 'All lengths' },
              ]}
              maw={280}
            />
          )}
        </>
      )}
      <TakePairs
        pairs={error ? [] : wanted.pairs.map((pair) => ({ ...readPair(pair), roles: pair.roles }))}
        present={present}
        {...(limit !== undefined && { limit })}
        canTake={reading !== null && !isPending && error === null && (refused.length === 0 || skipsRefused)}
        onClose={onClose}
        onTake={(taken, mode) => {
          // What was left out stays in the dialog.
          if (refused.length === 0 && taken.length === reading?.pairs.length) onText('');
          if (choices.options.includes('WHOLE_ANSWERS')) onWhole?.();
          onPairs(taken, mode, `${taken.length} imported ${taken.length === 1 ? 'pair' : 'pairs'}`);
        }}
      />
    </>
  );
}

function describeReading({ format, layout, rowCount, pairs, refused }: Reading): string {
  if (rowCount === 0) return 'The text has a header and no rows. Add one row for each pair.';
  const rows = `${rowCount.toLocaleString('en')} ${rowCount === 1 ? 'row' : 'rows'}`;
  const as = layout === 'Columns' ? format : `${format}, ${layout}`;
  return `${as}: ${rows}, ${pairs.length.toLocaleString('en')} usable, ${refused.length.toLocaleString('en')} not.`;
}
