'use client';

import { Text, Textarea } from '@mantine/core';
import type { MouseEventHandler } from 'react';
import { MAX_COLLECTION_TEXT } from '../../domain/limits';
import type { DraftItem } from './collection-draft';
import { CollectionFinding } from './CollectionFinding';
import classes from './collections.module.css';

interface CollectionItemFieldProps {
  readonly item: DraftItem;
  /** Its place, from 1. */
  readonly number: number;
  /** Number of items. */
  readonly count: number;
  readonly error: string | undefined;
  readonly onWrite: (text: string) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

/** A finding or a text of a collection that is being edited, with buttons that move and remove it. */
export function CollectionItemField(props: CollectionItemFieldProps) {
  const { item, number, count, error, onWrite, onMove, onRemove } = props;
  const name = item.finding ? item.finding.title : `text ${number}`;
  return (
    <li className={classes.item}>
      <div className={classes.content}>
        {item.finding ? (
          <>
            <CollectionFinding finding={item.finding} />
            {error !== undefined && (
              <Text size="xs" c="red" role="alert">
                {error}
              </Text>
            )}
          </>
        ) : (
          <Textarea
            aria-label={`Text ${number}`}
            placeholder="Markdown, with formulas such as $x^T W_E$"
            value={item.text}
            onChange={(event) => onWrite(event.currentTarget.value)}
            error={error}
            maxLength={MAX_COLLECTION_TEXT}
            autosize
            minRows={2}
            maxRows={12}
          />
        )}
      </div>
      <div className={classes.moves}>
        <Move label={`Move up: ${name}`} sign="↑" isDisabled={number === 1} onClick={() => onMove(-1)} />
        <Move label={`Move down: ${name}`} sign="↓" isDisabled={number === count} onClick={() => onMove(1)} />
        <Move label={`Remove: ${name}`} sign="✕" onClick={onRemove} />
      </div>
    </li>
  );
}

interface MoveProps {
  readonly label: string;
  readonly sign: string;
  readonly isDisabled?: boolean;
  readonly onClick: MouseEventHandler;
}

/** Looks like the library's buttons. Those of a long list take most of the time in which the form opens. */
function Move({ label, sign, isDisabled = false, onClick }: MoveProps) {
  return (
    <button type="button" className={classes.move} aria-label={label} disabled={isDisabled} onClick={onClick}>
      {sign}
    </button>
  );
}
