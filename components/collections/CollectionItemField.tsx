'use client';

import { Button, Text, Textarea } from '@mantine/core';
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
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`Move up: ${name}`}
          disabled={number === 1}
          onClick={() => onMove(-1)}
        >
          ↑
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`Move down: ${name}`}
          disabled={number === count}
          onClick={() => onMove(1)}
        >
          ↓
        </Button>
        <Button size="compact-xs" variant="default" aria-label={`Remove: ${name}`} onClick={onRemove}>
          ✕
        </Button>
      </div>
    </li>
  );
}
