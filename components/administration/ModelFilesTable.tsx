import type { ModelFilesTable_FilesFragment } from '../generated/graphql';
import { formatBytes } from '../models/format-bytes';
import { WideTable } from '../site/WideTable';
import classes from './administration.module.css';
import { formatUtc } from './format';

const VERIFICATIONS: Record<string, string> = {
  UNVERIFIED: 'not verified',
  RUNNING: 'being verified',
  PASSED: 'passed',
  FAILED: 'failed',
  ERROR: 'could not be finished',
};

/** Installed models, with what identifies their files. */
export function ModelFilesTable({ models }: { readonly models: readonly ModelFilesTable_FilesFragment[] }) {
  return (
    <WideTable>
      <table className={classes.table} aria-label="Model files">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col" className={classes.number}>
              Files
            </th>
            <th scope="col">sha256</th>
            <th scope="col">Verification</th>
          </tr>
        </thead>
        <tbody>
          {models.map(({ model: { id, unavailable, verification }, digest, bytes }) => (
            <tr key={id}>
              <td>{id}</td>
              <td className={classes.number}>{bytes === null ? '–' : formatBytes(bytes)}</td>
              <td
                className={unavailable === null ? classes.digest : classes.text}
                title={digest ?? undefined}
              >
                {unavailable ?? digest?.slice(0, 16) ?? '–'}
              </td>
              <td>
                {verification === null
                  ? 'no published values'
                  : (VERIFICATIONS[verification.state] ?? verification.state)}
                {verification?.verifiedAt != null && `, ${formatUtc(verification.verifiedAt)} UTC`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}
