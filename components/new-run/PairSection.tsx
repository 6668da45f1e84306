'use client';

import { Button, Checkbox, Group, Skeleton, Text, Title } from '@mantine/core';
import dynamic from 'next/dynamic';
import type { Dispatch } from 'react';
import { Term } from '../glossary/Term';
import { Notice } from '../site/Notice';
import { findAnswersWithoutSpace } from './answer-space';
import { MAX_PAIRS } from '../../domain/limits';
import { listRoleNames, type DraftRow } from './draft';
import { TextLink } from '../site/Links';
import { listFirstTokens } from './first-token';
import type { FormAction, FormState } from './form-state';
import type { Notation } from './ImportDialog';
import { listProblems } from './list-problems';
import { PairTable } from './PairTable';
import type { PairResult, Unusable } from './preview';
import { ProblemList } from './ProblemList';
import { findSetIndices, hasMorePairs } from './set-pairs';
import { WholeSet } from './WholeSet';
import classes from './pair-table.module.css';

// Only runs of whole sets have it.
const StopField = dynamic(() => import('./StopField').then((module) => module.StopField), {
  loading: () => <Skeleton height={130} maw={420} mb="xs" />,
});

interface PairSectionProps {
  readonly state: FormState;
  readonly findResult: (row: DraftRow) => PairResult | undefined;
  readonly isPending: boolean;
  /** Whether the rows that are shown are about to be replaced. What is typed into them would be lost. */
  readonly isReplacing: boolean;
  readonly hasTried: boolean;
  /** About all pairs together. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** The pairs of a whole set that the model cannot use. */
  readonly unusable: Unusable | null;
  readonly dispatch: Dispatch<FormAction>;
  readonly onImport: (notation: Notation) => void;
}

/** All pairs, what is wrong with them, and the ways to add more. */
export function PairSection(props: PairSectionProps) {
  const { state, findResult, isPending, isReplacing, hasTried, dispatch, onImport } = props;
  const { problems, warnings, unusable } = props;
  const { rows, page, openId, settings } = state;
  const pairProblems = listProblems('issues', rows, findResult, hasTried);
  const pairWarnings = listProblems('warnings', rows, findResult, hasTried);
  const withoutSpace = findAnswersWithoutSpace(rows, findResult);
  const severalTokens = listFirstTokens(rows, findResult);
  const hasSeveral =
    severalTokens.length > 0 ||
    (unusable?.counts ?? []).some(({ reason }) => reason === 'ANSWER_OF_SEVERAL_TOKENS');
  const isFull = rows.length >= MAX_PAIRS;
  return (
    <section
      aria-labelledby="pairs"
      aria-busy={isReplacing}
      inert={isReplacing}
      data-checking={isPending || undefined}
      className={classes.section}
    >
      <Group justify="space-between" mb="xs" gap="xs">
        <Group gap="xs" align="baseline">
          <Title order={2} id="pairs" tabIndex={-1}>
            <Term id="prompt-pair">Prompt pairs</Term>
          </Title>
          <Text size="sm" c="dimmed">
            {rows.length} of at most {MAX_PAIRS}
          </Text>
        </Group>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => onImport('formats')}>
            Formats and names
          </Button>
          <Button size="xs" variant="default" onClick={() => onImport('table')}>
            Import pairs
          </Button>
        </Group>
      </Group>
      {settings.set && (
        <Text size="sm" c="dimmed" mb="xs">
          {findSetIndices(settings.set, rows)
            ? 'Pairs of the prompt set '
            : 'The pairs differ from those of the prompt set '}
          <TextLink href={`/prompts/${encodeURIComponent(settings.set.id)}`}>{settings.set.name}</TextLink>
          {findSetIndices(settings.set, rows) ? '; the run will name it.' : ', so the run will not name it.'}
        </Text>
      )}
      {settings.set && hasMorePairs(settings.set, rows) && (
        <WholeSet
          set={settings.set}
          listed={rows.length}
          unusable={unusable}
          isWhole={settings.wholeAnswers ?? false}
          isByRole={settings.positionsBy === 'ROLE'}
          onChange={(set) => dispatch({ type: 'set', settings: { set } })}
          onReadWhole={() => dispatch({ type: 'set', settings: { wholeAnswers: true } })}
          onByRole={() => dispatch({ type: 'set', settings: { positionsBy: 'ROLE' } })}
        />
      )}
      {settings.set?.usesAll && hasMorePairs(settings.set, rows) && (
        <StopField
          interval={settings.stopInterval}
          onChange={(stopInterval) => dispatch({ type: 'set', settings: { stopInterval } })}
        />
      )}
      {problems.map((message) => (
        <Notice key={message} tone="error">
          {message}
        </Notice>
      ))}
      {warnings.map((message) => (
        <Notice key={message} tone="warning">
          {message}
        </Notice>
      ))}
      {rows.length > 1 && (
        <div className={classes.lists}>
          {pairProblems.length > 0 && (
            <ProblemList
              title={count(pairProblems.length, 'problem', 'to fix')}
              tone="problem"
              problems={pairProblems}
              dispatch={dispatch}
            />
          )}
          {pairWarnings.length > 0 && (
            <ProblemList
              title={count(pairWarnings.length, 'warning')}
              tone="warning"
              problems={pairWarnings}
              dispatch={dispatch}
            />
          )}
          {withoutSpace.length > 1 && (
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => dispatch({ type: 'addLeadingSpaces', answers: withoutSpace })}
            >
              Add the leading space to {withoutSpace.length} answers
            </Button>
          )}
          {severalTokens.length > 1 && (
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => dispatch({ type: 'answers', answers: severalTokens })}
            >
              Use the first token of {severalTokens.length} answers
            </Button>
          )}
        </div>
      )}
      {(hasSeveral || settings.wholeAnswers) && (
        <Checkbox
          mb="xs"
          size="xs"
          label="Read answers of several tokens as a whole"
          description="Their log-probability is the sum over their tokens, each after the prompt and the tokens before it. Each token costs what a pair costs. The logit difference is then the difference of the log-probabilities; rank and KL are not defined."
          checked={settings.wholeAnswers ?? false}
          onChange={(event) =>
            dispatch({ type: 'set', settings: { wholeAnswers: event.currentTarget.checked } })
          }
        />
      )}
      <PairTable
        rows={rows}
        page={page}
        openId={openId}
        findResult={findResult}
        isPending={isPending}
        hasTried={hasTried}
        model={settings.model}
        prependBos={settings.prependBos}
        isByRole={settings.positionsBy === 'ROLE'}
        isWhole={settings.wholeAnswers ?? false}
        roleNames={listRoleNames(rows).join()}
        dispatch={dispatch}
      />
      <Button
        mt="sm"
        size="xs"
        variant="light"
        disabled={isFull}
        title={isFull ? `A run takes up to ${MAX_PAIRS} pairs.` : undefined}
        onClick={() => dispatch({ type: 'add' })}
      >
        Add a pair
      </Button>
    </section>
  );
}

function count(number: number, noun: string, end = ''): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}${end && ` ${end}`}`;
}
