import { Text } from '@mantine/core';
import { SITES } from '../../domain/sites';
import type { CheckFileQuery } from '../generated/graphql';
import { metricRow } from '../sweep/metrics';
import { visibleText } from '../tokens/token-text';
import classes from './import.module.css';

type Checked = CheckFileQuery['checkFile'];

/** What is in a file, before it is imported. Nothing for a file that does not conform to its schema. */
export function FilePreview({ file }: { readonly file: Checked }) {
  if (file.title === null) return null;
  const rows = (file.format === 'RUN' ? describeRun(file) : describeFinding(file)).filter(
    ([, text]) => text !== null && text !== '',
  );
  return (
    <section aria-label="Content of the file" className={classes.preview}>
      <Text fw={600}>{file.title}</Text>
      <dl className={classes.facts}>
        {rows.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function describeRun(file: Checked): (readonly [string, string | null])[] {
  const { pairs, clean, corrupted } = file;
  const parts = [
    file.hasEdges ? 'edges between heads' : '',
    file.jointPatches > 0 ? `joint patches and controls: ${file.jointPatches}` : '',
    file.circuits > 0 ? `circuits: ${file.circuits}` : '',
  ];
  return [
    ['Model', file.model],
    ['Prompt pairs', String(pairs)],
    ['Clean', clean && visibleText(clean)],
    ['Corrupted', corrupted && visibleText(corrupted)],
    ['Directions', file.directions.join(' and ').toLowerCase()],
    ['Metrics', file.metrics.map((metric) => metricRow(metric).title).join(', ')],
    ['Sweeps', file.sweepKinds.map((kind) => SITES[kind].title).join(', ')],
    ['Also', parts.filter((part) => part !== '').join('; ')],
    ['Computed by', file.provenance],
    ['Submitted', file.createdAt && file.createdAt.slice(0, 10)],
  ];
}

function describeFinding(file: Checked): (readonly [string, string | null])[] {
  return [
    ['Model', file.model],
    ['Claims', file.claims.join('; ')],
    ['Computed by', file.provenance],
    ['Published', file.createdAt && file.createdAt.slice(0, 10)],
  ];
}
