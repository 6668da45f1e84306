import { Badge, Text } from '@mantine/core';
import type { ComparedProvenance_ProvenanceFragment, Imported_ImportFragment } from '../generated/graphql';

/** Marks a run whose numbers were computed elsewhere. */
export function ImportedBadge() {
  return (
    <Badge
      color="grape"
      variant="light"
      title="Its numbers were computed elsewhere and come from a file; this server has not checked them."
    >
      imported
    </Badge>
  );
}

interface ImportedLineProps {
  readonly imported: Imported_ImportFragment;
  readonly provenance: Pick<ComparedProvenance_ProvenanceFragment, 'engine' | 'runtime' | 'provider'> | null;
}

/** Says where an imported run comes from, and what computed it by its file. */
export function ImportedLine({ imported, provenance }: ImportedLineProps) {
  return (
    <Text size="sm" component="p" m={0}>
      <ImportedBadge /> on {imported.at.slice(0, 10)} from a file: run {imported.runId}, submitted{' '}
      {imported.createdAt.slice(0, 10)}
      {provenance &&
        `, computed by engine ${provenance.engine} on ${provenance.runtime}, ${provenance.provider}`}
      . This server has not checked its numbers.
    </Text>
  );
}
