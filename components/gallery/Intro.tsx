import { PatchDemo } from '../demo/PatchDemo';
import type { DemoExample } from '../demo/example';
import { ScaleColours } from '../demo/ScaleColours';
import { LinkButton, TextLink } from '../site/Links';
import { HideIntro } from './HideIntro';
import classes from './intro.module.css';

interface IntroProps {
  readonly examples: readonly DemoExample[];
  /** Text of the operation that computes an example. */
  readonly operation: string;
}

/** What the site is, and one live picture of it. The page leaves it out for those who have hidden it. */
export function Intro({ examples, operation }: IntroProps) {
  return (
    <section className={classes.intro}>
      <div className={classes.words}>
        <h1 className={classes.title}>See which parts of a language model decide its next word.</h1>
        <p className={classes.lead}>
          Patchbay does activation patching on GPT-2: it replaces one activation of a run by that of another
          prompt, computes the rest again, and measures how the answer changes. Every finding below comes with
          the run that supports it.
        </p>
        <div className={classes.actions}>
          <LinkButton href="/runs/new" size="md">
            New run
          </LinkButton>
          <LinkButton href="/learn" size="md" variant="default">
            Learn in six steps
          </LinkButton>
        </div>
        <p className={classes.hint}>
          {examples.length > 0 && 'Move over the picture, tap it, or use the arrow keys. '}
          Words are explained in the <TextLink href="/learn/glossary">glossary</TextLink>. <HideIntro />
        </p>
      </div>
      {examples.length > 0 && (
        <ScaleColours>
          <PatchDemo examples={examples} operation={operation} />
        </ScaleColours>
      )}
    </section>
  );
}
