import { Checkbox, Group, Radio, Text } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { listMessages } from './list-messages';
import { parseFormats, type Spacing } from './parse-formats';
import { SourceField } from './SourceField';
import { TakePairs } from './TakePairs';
import type { ImportProps } from './ImportDialog';

const LABEL = 'Formats and name pairs';
const EXAMPLE =
  'When John and Mary went to the shops, {} gave the bag to | Mary | John\nThe {} is where the | White House | Haunted House | president | ghosts';

/** Reads pairs from formats with two names each. */
export function FormatsImport({ present, text, onText, onPairs, onClose }: ImportProps) {
  const [spacing, setSpacing] = useState<Spacing>('single');
  const [skipsErrors, setSkipsErrors] = useState(false);
  const deferred = useDeferredValue(text);
  const { pairs, errors } = useMemo(() => parseFormats(deferred, spacing), [deferred, spacing]);
  const hasErrors = deferred.trim() !== '' && errors.length > 0;
  return (
    <>
      <Text size="sm">
        One line each: a format with '{'{}'}' where the name goes, and two names. Each line gives two pairs.
        The names are also the answers; for other answers, add two more parts.
      </Text>
      <SourceField
        label={LABEL}
        placeholder={EXAMPLE}
        text={text}
        error={hasErrors ? listMessages(errors) : undefined}
        onChange={(next) => {
          setSkipsErrors(false);
          onText(next);
        }}
      />
      {errors.length > 0 && pairs.length > 0 && (
        <Checkbox
          label={`Leave out ${errors.length === 1 ? 'the line' : `the ${errors.length} lines`} that cannot be read`}
          checked={skipsErrors}
          onChange={(event) => setSkipsErrors(event.currentTarget.checked)}
        />
      )}
      <Radio.Group label="Space before the name" value={spacing} onChange={setSpacing}>
        <Group gap="md" mt={4}>
          <Radio value="single" label="One, as the format is written" />
          <Radio value="double" label="Two, as in the notebook" />
        </Group>
      </Radio.Group>
      <TakePairs
        pairs={pairs}
        present={present}
        canTake={deferred === text && (errors.length === 0 || skipsErrors)}
        onClose={onClose}
        onTake={(taken, mode) => {
          if (errors.length === 0 && taken.length === pairs.length) onText('');
          onPairs(taken, mode, `${taken.length} ${taken.length === 1 ? 'pair' : 'pairs'} from formats`);
        }}
      />
    </>
  );
}
