import type { ComponentType } from 'react';
import { PatchDemo } from '../demo/PatchDemo';
import { ScaleColours } from '../demo/ScaleColours';
import { LinkButton, TextLink } from '../site/Links';
import { CellExperiment } from './CellExperiment';
import { DirectionExperiment } from './DirectionExperiment';
import { HeadsExperiment } from './HeadsExperiment';
import type { Lesson, LearnRequests } from './learning';
import { LESSONS } from './lessons';
import { PairExperiment } from './PairExperiment';
import { PredictExperiment } from './PredictExperiment';
import classes from './learn.module.css';

interface ExperimentProps {
  readonly lesson: Lesson;
  readonly requests: LearnRequests;
}

const EXPERIMENTS: Readonly<Record<string, ComponentType<ExperimentProps>>> = {
  run: PredictExperiment,
  pair: PairExperiment,
  patch: CellExperiment,
  sweep: SweepExperiment,
  heads: HeadsExperiment,
  direction: DirectionExperiment,
};

interface LearnViewProps {
  /** Null where the bundled model is not installed: the texts alone are shown. */
  readonly lesson: Lesson | null;
  readonly requests: LearnRequests;
}

/** Activation patching in six steps, each with an experiment that the engine computes. */
export function LearnView({ lesson, requests }: LearnViewProps) {
  return (
    <article className={classes.page}>
      <header className={classes.header}>
        <h1>Activation patching in six steps</h1>
        <p>
          Each step has an experiment on a small model. The engine of this site computes it while you read;
          where it is off, the values are those of a stored finding, and the step says so. All words are in
          the <TextLink href="/learn/glossary">glossary</TextLink>.
        </p>
      </header>
      <nav className={classes.rail} aria-label="Steps">
        <ol>
          {LESSONS.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ol>
      </nav>
      <ScaleColours>
        {LESSONS.map(({ id, title, text }, at) => {
          const Experiment = EXPERIMENTS[id]!;
          const next = LESSONS[at + 1];
          return (
            <section key={id} id={id} className={classes.step} aria-labelledby={`${id}-title`}>
              <div className={classes.text}>
                <p className={classes.number}>Step {at + 1} of 6</p>
                <h2 id={`${id}-title`}>{title}</h2>
                {text}
                {next && (
                  <p className={classes.next}>
                    <a href={`#${next.id}`}>Next: {next.title}</a>
                  </p>
                )}
              </div>
              {lesson && <Experiment lesson={lesson} requests={requests} />}
            </section>
          );
        })}
        <footer className={classes.end}>
          <h2>Now with your own prompts</h2>
          <p>
            A run makes these sweeps of your pairs on any installed model, with all metrics, statistics over
            prompts and exports. A finding is what you write about it; others can compute it again.
          </p>
          <div className={classes.actions}>
            <LinkButton href="/runs/new?preset=ioi">New run from the example</LinkButton>
            <LinkButton href="/" variant="default">
              Look at findings
            </LinkButton>
          </div>
        </footer>
      </ScaleColours>
    </article>
  );
}

/** All patches of a sentence at once; the same component as on the front page. */
function SweepExperiment({ lesson: { name, fact }, requests }: ExperimentProps) {
  return <PatchDemo examples={[name, fact]} operation={requests.patch} />;
}
