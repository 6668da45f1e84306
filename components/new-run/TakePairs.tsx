import { Button, Group, Radio, Text } from '@mantine/core';
import { useState } from 'react';
import { MAX_PAIRS } from '../../domain/limits';
import type { ImportedPair } from './ImportDialog';
import { ImportPreview } from './ImportPreview';
import { PairSelectionField } from './PairSelectionField';
import { selectPairs, type PairSelection } from './select-pairs';

export type Mode = 'replace' | 'append';

interface TakePairsProps {
  /** What was read. */
  readonly pairs: readonly ImportedPair[];
  /** Pairs in the form in which something is written. */
  readonly present: number;
  /** Whether the pairs may be used as they are. */
  readonly canTake: boolean;
  /** Pairs that there is room for: those of a run by default. */
  readonly limit?: number;
  readonly onTake: (pairs: readonly ImportedPair[], mode: Mode) => void;
  readonly onClose: () => void;
}

/** Shows the pairs that were read, and takes as many as there is room for. */
export function TakePairs({ pairs, present, canTake, limit = MAX_PAIRS, onTake, onClose }: TakePairsProps) {
  const [mode, setMode] = useState<Mode>('replace');
  const [selection, setSelection] = useState<PairSelection>({ by: 'first' });
  const room = mode === 'append' ? limit - present : limit;
  const chosen = selectPairs(pairs, room, selection);
  return (
    <>
      {pairs.length > 0 && (
        <>
          <ImportPreview pairs={chosen} />
          <Text size="sm" role="status">
            {describeCount(pairs.length, room)}
          </Text>
          {pairs.length > room && room > 0 && (
            <PairSelectionField
              count={pairs.length}
              room={room}
              selection={selection}
              onChange={setSelection}
            />
          )}
          {present > 0 && (
            <Radio.Group aria-label="What to do with the pairs" value={mode} onChange={setMode}>
              <Group gap="md">
                <Radio
                  value="replace"
                  label={
                    present === 1
                      ? 'Replace the pair in the form'
                      : `Replace the ${present} pairs in the form`
                  }
                />
                <Radio value="append" label="Add to them" disabled={present >= MAX_PAIRS} />
              </Group>
            </Radio.Group>
          )}
        </>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={!canTake || chosen.length === 0} onClick={() => onTake(chosen, mode)}>
          {describeUse(chosen.length, mode)}
        </Button>
      </Group>
    </>
  );
}

function describeCount(read: number, room: number): string {
  const count = `${read.toLocaleString('en')} ${read === 1 ? 'pair' : 'pairs'} read`;
  if (read <= room) return `${count}.`;
  const limit = room === MAX_PAIRS ? '' : `, and there is room for ${room} more`;
  return `${count}; a run takes up to ${MAX_PAIRS}${limit}.`;
}

function describeUse(count: number, mode: Mode): string {
  const verb = mode === 'append' ? 'Add' : 'Use';
  if (count === 0) return `${verb} pairs`;
  return `${verb} ${count} ${count === 1 ? 'pair' : 'pairs'}`;
}
