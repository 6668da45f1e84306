/** The texts of the notebook's findings. */

/** The model that comes with Patchbay. */
export const BUNDLED = 'patchbay-mini';

/** An experiment of the notebook and what is said about it. */
export interface SeedFinding {
  readonly preset: string;
  readonly title: string;
  /** Markdown; `closing` is added to it, by model. */
  readonly summary: string;
  readonly closing: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
}

export const FINDINGS: readonly SeedFinding[] = [
  {
    preset: 'ioi',
    title: 'Indirect objects: the name moves from the second subject to the last position',
    summary: [
      'Eight prompts such as *When John and Mary went to the shops, John gave the bag to*; the corrupted prompt',
      'names the other person as the subject. Clean activations are patched into the corrupted run (denoising).',
      '',
      '**Residual stream.** In early layers, patching the position of the second subject restores the answer. In the last',
      'layers, patching the last position does. In between, attention moves the information from one to the other.',
      '',
      '**Heads.** Patching `z` of single heads shows which heads move it. Patching their queries, keys, values and patterns',
      'separately shows whether a head matters through *where* it attends or through *what* it moves.',
    ].join('\n'),
    closing: {
      [BUNDLED]: [
        'Computed with the bundled model on this machine when the site was first started. The original notebook used GPT-2',
        'small, whose heads are numbered differently.',
      ].join('\n'),
      gpt2: [
        '**Conclusions of the notebook about GPT-2 small**, to compare with the plots below: the effect is at the second',
        'subject until layer 7, then at the last position. MLPs matter little except MLP 0, probably an extended embedding.',
        '[[L7H3]], [[L7H9]], [[L8H6]] and [[L8H10]] matter through their values: they move information from the second',
        'subject. [[L3H0]], [[L5H5]] and [[L6H9]] matter through their queries and patterns. [[L9H9]], [[L9H6]] and',
        '[[L10H0]] write the answer; [[L10H7]] suppresses it.',
      ].join('\n'),
    },
    tags: ['ioi', 'denoising', 'notebook'],
  },
  {
    preset: 'facts',
    title: 'A fact is looked up early, at the word that decides it',
    summary: [
      '*The White House is where the* → **president**; *The Haunted House is where the* → **ghosts**. One word',
      'differs, so every difference between the two runs starts at that position.',
      '',
      'Patching the residual stream, the attention outputs and the MLP outputs, one layer and position at a time,',
      'shows how far that word alone decides the answer, which MLP layers matter there, and where attention moves the',
      'result to the last position.',
    ].join('\n'),
    closing: {
      [BUNDLED]:
        'Computed with the bundled model on this machine, a small model trained on such facts. It is no evidence about GPT-2.',
    },
    tags: ['facts', 'denoising', 'notebook'],
  },
];
