'use client';

import { Button, Group, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { RunRow_RunFragment } from '../generated/graphql';
import { LinkButton } from '../site/Links';
import type { RunFilter } from './filter-address';
import { RunRow } from './RunRow';
import classes from './run-list.module.css';

/** Number of runs that can be compared. */
const COMPARED = 2;

interface RunListProps {
  readonly runs: readonly RunRow_RunFragment[];
  /** Of the list. */
  readonly filter: RunFilter;
  /** Administrators may delete runs of other users. */
  readonly isAdministrator: boolean;
}

/** A list of runs; two of them can be selected for comparison. */
export function RunList({ runs, filter, isAdministrator }: RunListProps) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const choose = useCallback((id: string, isChosen: boolean): void => {
    setChosen((before) =>
      // A third selection replaces the oldest one.
      isChosen ? [...before, id].slice(-COMPARED) : before.filter((other) => other !== id),
    );
  }, []);
  return (
    <>
      <div className={classes.chosen} role="status">
        {chosen.length > 0 && (
          <Group gap="xs">
            {chosen.length === COMPARED ? (
              <LinkButton size="xs" href={`/compare?a=${chosen[0]}&b=${chosen[1]}`}>
                Compare the two runs
              </LinkButton>
            ) : (
              <Text size="sm">One run chosen; choose another one to compare them.</Text>
            )}
            <Button size="xs" variant="subtle" onClick={() => setChosen([])}>
              Clear
            </Button>
          </Group>
        )}
      </div>
      <ul className={classes.list}>
        {runs.map((run) => (
          <RunRow
            key={run.id}
            run={run}
            filter={filter}
            isChosen={chosen.includes(run.id)}
            onChoose={choose}
            canDelete={run.isMine || isAdministrator}
          />
        ))}
      </ul>
    </>
  );
}
