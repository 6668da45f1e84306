import { Text } from '@mantine/core';
import type { AuditLogQuery } from '../generated/graphql';
import { WideTable } from '../site/WideTable';
import classes from './moderation.module.css';

type Entry = AuditLogQuery['auditEntries']['edges'][number]['node'];

/** Done by the site itself, by a rule of its operator. */
const BY_RULE = 'deleteAbandoned';

/** What administrators did by this right, and what the site deleted by rule. */
export function AuditLog({ entries }: { readonly entries: readonly Entry[] }) {
  if (entries.length === 0)
    return (
      <Text size="sm" c="dimmed">
        No administrator has done anything yet.
      </Text>
    );
  return (
    <WideTable>
      <table className={classes.table} aria-label="Audit log">
        <thead>
          <tr>
            <th scope="col">When (UTC)</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">On what</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ id, createdAt, actor, action, subject, reason }) => (
            <tr key={id}>
              <td>{createdAt.slice(0, 16).replace('T', ' ')}</td>
              <td>
                {actor?.name ??
                  (action === BY_RULE ? 'this site, by rule' : 'holder of the administrator address')}
              </td>
              <td>
                <code>{action}</code>
              </td>
              <td>{subject === null ? '–' : <code>{subject}</code>}</td>
              <td className={classes.why}>{reason ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}
