/** The six steps: their titles, addresses and texts. Experiments are beside them. */
import type { ReactNode } from 'react';
import { Term } from '../glossary/Term';

export interface LessonText {
  /** Anchor of the step. */
  readonly id: string;
  readonly title: string;
  readonly text: ReactNode;
}

export const LESSONS: readonly LessonText[] = [
  {
    id: 'run',
    title: 'A run turns a prompt into predictions',
    text: (
      <>
        <p>
          A language model reads tokens and gives each token of its vocabulary a number, the logit of being
          next. The softmax of the logits are probabilities. One pass from the tokens to the logits is a{' '}
          <Term id="forward-run">forward run</Term>.
        </p>
        <p>
          On the way the model computes <Term id="activation-hook">activations</Term>. At each position there
          is one vector, the <Term id="residual-stream">residual stream</Term>. Each layer reads it and adds
          to it: first the attention heads, which move information from earlier positions, then the MLP, which
          works on one position alone. The last vector at the last position decides the next token.
        </p>
        <p>
          Patching asks: which of these activations matter for this prediction? Change the prompt and look at
          what the bundled model says. It is small and was trained on sentences such as these; it knows little
          else.
        </p>
      </>
    ),
  },
  {
    id: 'pair',
    title: 'A clean and a corrupted prompt isolate one question',
    text: (
      <>
        <p>
          One prompt does not say what an activation is for. A <Term id="prompt-pair">pair</Term> does: two
          prompts that are alike but for the thing in question. The <Term id="clean-corrupted">clean</Term>{' '}
          prompt has the answer <i>president</i>, the corrupted one <i>ghosts</i>. Grammar, length and topic
          are the same, so they cancel out, and what is left is the knowledge about one word.
        </p>
        <p>
          One number says which answer a run prefers: the{' '}
          <Term id="logit-difference-ld">logit difference</Term>, the logit of <i>president</i> minus that of{' '}
          <i>ghosts</i>. It is linear in the last vector of the residual stream, apart from the final
          LayerNorm, so parts of the model add to it or take from it. The logit difference of both prompts is
          the <Term id="baseline">baseline</Term>, and the distance between the two is the{' '}
          <Term id="gap">gap</Term>. A model that has no gap does not do the task, and there is nothing to
          find.
        </p>
        <p>
          Choose the corruption with care. If all names of a sentence are swapped, the position of the answer
          stays and can be used as well as the name. If only one name is swapped, both have to change.
        </p>
      </>
    ),
  },
  {
    id: 'patch',
    title: 'A patch replaces one activation',
    text: (
      <>
        <p>
          Run the model on the corrupted prompt. At one place, a layer and a position, replace the activation
          by that of the run on the clean prompt, and compute everything behind it again. This is a{' '}
          <Term id="patch">patch</Term>. The run that is changed is the{' '}
          <Term id="base-run-source-run">base run</Term>, the other one the source run.
        </p>
        <p>
          The effect is written as <Term id="recovery">recovery</Term>: 0 means that the patch changed
          nothing, 1 that the logit difference is that of the source run. Values below 0 and above 1 are
          possible.
        </p>
        <p>
          Choose a cell. Before layer 0 only the word that differs can have an effect: all other positions
          hold the same vectors in both runs. Behind the attention of a layer that is no longer so.
        </p>
      </>
    ),
  },
  {
    id: 'sweep',
    title: 'A sweep patches every place in turn',
    text: (
      <>
        <p>
          Each patch alone answers one question. A <Term id="sweep">sweep</Term> asks all of them: every layer
          and position, each in a run of its own. The result is a map of where the information is.
        </p>
        <p>
          In the sentence about names the difference begins at the second subject. In the lower layers its
          position restores everything, in the upper ones the last position does. In between, attention copies
          the information from one to the other, and nothing else in the sentence carries it. GPT-2 small
          shows the same picture with twelve layers: the move happens in layers 7 and 8.
        </p>
        <p>
          The same sweep can be made of what a layer adds, its attention output and its MLP output. For names
          the attention counts. For facts the MLPs count too, since the association has to be stored
          somewhere. MLP 0 matters in nearly every task of GPT-2: it extends the embedding of a token, so that
          is no finding about the task.
        </p>
      </>
    ),
  },
  {
    id: 'heads',
    title: 'A head can matter by where it looks or by what it moves',
    text: (
      <>
        <p>
          The attention of a layer consists of <Term id="head">heads</Term>. Patching the output{' '}
          <Term id="q-k-v-z">z</Term> of one head at all positions says whether this head matters. It does not
          say why.
        </p>
        <p>
          A head does two things. Its queries and keys make the <Term id="pattern">pattern</Term>, which says
          from where each position reads. Its values say what is read there. Each of these can be patched
          alone, while the others keep the values of the base run.
        </p>
        <p>
          A head with recovery by values moves information that was computed before it. A head with recovery
          by queries or the pattern looks at another place in the clean run: something earlier told it where.
          In GPT-2 small, the heads of layers 7 and 8 matter by their values, those of layers 9 and 10 by
          their queries.
        </p>
      </>
    ),
  },
  {
    id: 'direction',
    title: 'Denoising shows what suffices, noising what is needed',
    text: (
      <>
        <p>
          All patches so far were <Term id="denoising">denoising</Term>: clean activations in the corrupted
          run. A large effect says that this place alone is <b>sufficient</b> to bring back the answer. The
          opposite direction, <Term id="noising">noising</Term>, puts corrupted activations into the clean
          run. A large effect says that the answer <b>needs</b> this place.
        </p>
        <p>
          The two need not agree. If two heads do the same work, noising one of them changes little, since the
          other one remains. If a result needs two heads together, denoising one of them restores little. Read
          both before you write that a head <i>does</i> something.
        </p>
        <p>
          Noising breaks things in many ways, and a drop does not show that a part is specific to the task.
          Denoising is the stronger statement of the two. Neither says that a place is the only one: look at
          other prompts, at the spread over them, and at random controls.
        </p>
      </>
    ),
  },
];
