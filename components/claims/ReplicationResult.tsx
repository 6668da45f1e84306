import type { ComparedProvenance_ProvenanceFragment, Evidence_EvidenceFragment } from '../generated/graphql';
import { WideTable } from '../site/WideTable';
import { metricRow } from '../sweep/metrics';
import classes from './claims.module.css';

type Provenance = ComparedProvenance_ProvenanceFragment;

interface ReplicationResultProps {
  readonly evidence: Evidence_EvidenceFragment;
  /** Of the finding's own run. */
  readonly provenance: Provenance | null;
}

const FIELDS: readonly (readonly [keyof Omit<Provenance, '__typename'>, string])[] = [
  ['modelSha256', 'Weights, sha256'],
  ['engine', 'Engine'],
  ['runtime', 'Runtime'],
  ['provider', 'Provider'],
];

/** Whether a replication has the same numbers, how far they are apart, and what computed both. */
export function ReplicationResult({ evidence, provenance }: ReplicationResultProps) {
  const { comparison, run } = evidence;
  if (!comparison) return null;
  return (
    <>
      <p className={classes.note}>
        <b>{comparison.isSame ? '✓ same numbers' : '✗ other numbers'}</b>
        {evidence.isElsewhere && ' as this finding, computed elsewhere'}. Largest differences:{' '}
        {comparison.metrics.map(describeMetricDifference).join('; ')}.
      </p>
      <details>
        <summary>Provenance side by side</summary>
        <WideTable>
          <table className={`${classes.table} ${classes.provenance}`}>
            <thead>
              <tr>
                <th scope="col">Computed by</th>
                <th scope="col">Own run</th>
                <th scope="col">
                  {evidence.isElsewhere ? 'Imported run, as its file states' : 'Replication'}
                </th>
              </tr>
            </thead>
            <tbody>
              {FIELDS.map(([field, title]) => (
                <tr key={field}>
                  <th scope="row">{title}</th>
                  <td>{provenance?.[field] ?? 'not stored'}</td>
                  <td>
                    {run.provenance?.[field] ?? 'not stored'}
                    {provenance?.[field] !== run.provenance?.[field] && <b> (differs)</b>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      </details>
    </>
  );
}

function describeMetricDifference({
  metric,
  difference,
  tolerance,
}: NonNullable<Evidence_EvidenceFragment['comparison']>['metrics'][number]): string {
  const { title, unit } = metricRow(metric);
  const name = title.toLowerCase();
  if (difference === null) return `${name}: a value is missing in one of the runs`;
  const size = difference === 0 ? '0' : difference.toPrecision(2);
  return `${name} ${size} ${unit} (tolerance ${tolerance === 0 ? '0' : tolerance.toPrecision(2)})`;
}
