import { Button, Group } from '@mantine/core';
import { Notice } from '../site/Notice';

interface PasteOfferProps {
  readonly onImport: () => void;
  readonly onDismiss: () => void;
}

/** Offers the import of a table that was pasted into a text field. */
export function PasteOffer({ onImport, onDismiss }: PasteOfferProps) {
  return (
    <Notice>
      <Group gap="sm">
        <span>The pasted text looks like a table.</span>
        <Button size="compact-sm" variant="default" onClick={onImport}>
          Import it as pairs
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onDismiss}>
          Keep it as text
        </Button>
      </Group>
    </Notice>
  );
}
