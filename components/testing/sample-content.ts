/** What the sample run's file has beside its page. */
import type { RunContent } from '../export/json';

/** Makes it: nothing stored but the model. */
export function sampleContent(changes: Partial<RunContent> = {}): RunContent {
  return {
    arrays: [],
    joint: [],
    edges: [],
    unusable: [],
    origin: 'https://patchbay.example',
    stored: {
      id: 'k3F9',
      notes: null,
      tags: [],
      modelDigest: null,
      imported: null,
      model: {
        id: 'patchbay-mini',
        layers: 2,
        heads: 2,
        dModel: 4,
        dVocab: 10,
        context: 8,
        parameters: 100,
      },
      roles: [],
      pairs: [],
      sweeps: [],
      circuits: [],
    },
    ...changes,
  };
}
