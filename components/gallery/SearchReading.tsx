import type { ReactNode } from 'react';
import type { SearchReading_InterpretationFragment } from '../generated/graphql';
import { metricName } from '../sweep/value-text';
import classes from './gallery.module.css';

/** Shows how a search was understood, and which parts of it are not valid, with the character. */
export function SearchReading({
  interpretation,
}: {
  readonly interpretation: SearchReading_InterpretationFragment;
}) {
  const { words, tags, models, authors, verdicts, claims, conditions, problems } = interpretation;
  const { direction, metric } = interpretation;
  const parts: { name: string; values: readonly string[] }[] = [
    { name: words.length === 1 ? 'the word' : 'the words', values: words },
    { name: tags.length === 1 ? 'the tag' : 'the tags', values: tags.map((tag) => `#${tag}`) },
    { name: 'the model', values: models },
    { name: 'the author', values: authors },
    { name: 'a claim that is', values: verdicts.map((verdict) => verdict.toLowerCase()) },
    { name: claims.length === 1 ? 'the claim' : 'the claims', values: claims },
    { name: 'the direction', values: direction === null ? [] : [direction.toLowerCase()] },
    { name: 'the metric', values: metric === null ? [] : [metricName(metric)] },
    { name: 'the result', values: conditions.map(({ meaning }) => meaning) },
  ].filter(({ values }) => values.length > 0);
  if (parts.length === 0) return null;
  return (
    <div className={classes.reading} role="status">
      <p>
        Findings with{' '}
        {parts.map(({ name, values }, index) => (
          <span key={name}>
            {index > 0 && ', and '}
            {name} {values.map((value, at) => quoted(value, at > 0))}
          </span>
        ))}
      </p>
      {problems.map(({ text, message, at }) => (
        <p key={at} className={classes.problem}>
          <q>{text}</q> at character {at + 1} was read as words. {message}
        </p>
      ))}
    </div>
  );
}

function quoted(value: string, isLater: boolean): ReactNode {
  return (
    <span key={value}>
      {isLater && ', '}
      <code>{value}</code>
    </span>
  );
}
