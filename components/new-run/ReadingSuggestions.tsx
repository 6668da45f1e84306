import { Button, Group, Text } from '@mantine/core';
import {
  applySuggestion,
  listApplied,
  nameApplication,
  type ReadingChoices,
  type ReadingSuggestion,
} from './reading-choices';
import classes from './import-dialog.module.css';

interface ReadingSuggestionsProps {
  readonly suggestions: readonly ReadingSuggestion[];
  readonly choices: ReadingChoices;
  readonly onChange: (choices: ReadingChoices) => void;
}

/** How a text was read: each note, a button where a change is advised, and what was applied so far. */
export function ReadingSuggestions({ suggestions, choices, onChange }: ReadingSuggestionsProps) {
  const applied = listApplied(choices);
  if (suggestions.length === 0 && applied.length === 0) return null;
  return (
    <ul className={classes.suggestions} aria-label="Suggestions">
      {applied.map(({ text, without }) => (
        <li key={text}>
          <Group gap="xs" wrap="nowrap" align="flex-start">
            <Text size="sm">{text}</Text>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Take back: ${text}`}
              onClick={() => onChange(without)}
            >
              Take back
            </Button>
          </Group>
        </li>
      ))}
      {suggestions.map((suggestion) => {
        const name = nameApplication(suggestion);
        return (
          <li key={suggestion.message}>
            <Text size="sm" c={name === null ? 'dimmed' : undefined}>
              {suggestion.message}
            </Text>
            {name !== null && (
              <Button
                size="compact-xs"
                variant="light"
                onClick={() => onChange(applySuggestion(choices, suggestion))}
              >
                {name}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
