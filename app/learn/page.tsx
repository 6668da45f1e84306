import { print } from 'graphql';
import type { Metadata } from 'next';
import { DEMO_AUTHOR, DEMO_MODEL } from '../../components/demo/create-examples';
import {
  LearnPredictDocument,
  LearnSavedHeadsDocument,
  LearnSavedPredictionsDocument,
} from '../../components/generated/graphql';
import { readSavedHeads, readSavedPredictions, type Lesson } from '../../components/learn/learning';
import { LearnView } from '../../components/learn/LearnView';
import { query } from '../apollo';
import { DEMO_REQUEST, readDemoExamples } from '../demo-examples';

export const metadata: Metadata = {
  title: 'Learn activation patching',
  description:
    'Activation patching of a language model in six steps, each with an experiment that runs live.',
};

const REQUESTS = { patch: DEMO_REQUEST, predict: print(LearnPredictDocument) };

export default async function LearnPage() {
  return (
    <div data-wide>
      <LearnView lesson={await readLesson()} requests={REQUESTS} />
    </div>
  );
}

/** Prompts and stored results; null where the bundled model is missing. */
async function readLesson(): Promise<Lesson | null> {
  const options = {
    variables: { model: DEMO_MODEL, author: DEMO_AUTHOR },
    fetchPolicy: 'no-cache',
    errorPolicy: 'all',
  } as const;
  const [examples, heads, predictions] = await Promise.all([
    readDemoExamples(),
    query({ query: LearnSavedHeadsDocument, ...options }),
    query({ query: LearnSavedPredictionsDocument, ...options }),
  ]);
  const fact = examples.find(({ id }) => id === 'facts');
  const name = examples.find(({ id }) => id === 'names');
  const model = heads.data?.models.find(({ id }) => id === DEMO_MODEL);
  if (!fact || !name || !model) return null;
  // Client components accept only plain objects, and uncached results are not.
  return structuredClone({
    fact,
    name,
    heads: model.heads,
    savedHeads: readSavedHeads(heads.data, name.pair),
    savedPredictions: readSavedPredictions(predictions.data, fact.pair),
  });
}
