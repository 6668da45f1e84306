import { Button, FileButton, Group, Text } from '@mantine/core';
import { useState, type DragEvent, type ReactNode } from 'react';
import { readTextFile } from './read-text-file';
import classes from './import-dialog.module.css';

interface FileDropProps {
  readonly onText: (text: string) => void;
  readonly onError: (message: string) => void;
  readonly children: ReactNode;
}

/** Opens a text file that is chosen with a button or dropped on the children. */
export function FileDrop({ onText, onError, children }: FileDropProps) {
  const [isOver, setIsOver] = useState(false);
  const open = (file: File | null | undefined): void => {
    if (!file) return;
    readTextFile(file).then(onText, (error: Error) => onError(error.message));
  };
  const drag = (isInside: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setIsOver(isInside);
  };
  return (
    <div
      className={classes.drop}
      data-over={isOver || undefined}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        open(event.dataTransfer.files[0]);
      }}
    >
      {children}
      <Group gap="xs" mt={6}>
        <FileButton
          accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson,text/csv,text/tab-separated-values,text/plain,application/json"
          onChange={open}
        >
          {(props) => (
            <Button {...props} size="compact-sm" variant="default">
              Open a file
            </Button>
          )}
        </FileButton>
        <Text size="xs" c="dimmed">
          or drop a .csv, .tsv, .json or .jsonl file on the field
        </Text>
      </Group>
    </div>
  );
}
