import { Text } from '@mantine/core';
import { MAX_IMPORT_ISSUES } from '../../domain/limits';
import type { FieldIssue } from '../apollo/read-error';
import { Notice } from '../site/Notice';
import classes from './import.module.css';

/** The problems of a file, each with its path in the file. */
export function FileIssues({ issues }: { readonly issues: readonly FieldIssue[] }) {
  if (issues.length === 0) return null;
  const count = issues.length >= MAX_IMPORT_ISSUES ? `The first ${MAX_IMPORT_ISSUES}` : issues.length;
  return (
    <Notice tone="error" title={`${count} ${issues.length === 1 ? 'problem' : 'problems'} in the file`}>
      <ul className={classes.issues}>
        {issues.map(({ path, message }, index) => (
          <li key={`${index} ${path}`}>
            {path !== '' && <code>{path}</code>}
            <Text span size="sm">
              {message}
            </Text>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
