/** Example operations of the API explorer. */

export interface Example {
  readonly name: string;
  readonly query: string;
  readonly variables?: string;
}

const EXAMPLE_PAIR = {
  clean: 'When John and Mary went to the shops, John gave the bag to',
  corrupted: 'When John and Mary went to the shops, Mary gave the bag to',
  correct: ' Mary',
  incorrect: ' John',
};

export const EXAMPLES: readonly Example[] = [
  {
    name: 'Findings',
    query: `# The gallery's findings by a search, how it was read, and the components that matter most.
query Findings {
  findings(first: 5, search: "") {
    edges {
      node {
        title
        slug
        card {
          topComponents { label recovery change }
          baseline { verdict gapMean gapStandardError cannotNormalise }
        }
        run { id }
      }
    }
    interpretation { words conditions { meaning } problems { text message } }
  }
}
`,
  },
  {
    name: 'Start a run',
    query: `# Queues an experiment. The answer's id is what the next examples need.
mutation StartRun($input: CreateRunInput!) {
  createRun(input: $input) { id status title }
}
`,
    variables: JSON.stringify(
      {
        input: {
          model: 'patchbay-mini',
          pairs: [EXAMPLE_PAIR],
          sweeps: ['RESID_PRE', 'HEAD_Z'],
        },
      },
      null,
      2,
    ),
  },
  {
    name: 'Follow a run',
    query: `# Progress by server-sent events: the current state first, then each change. Take an id from "Runs and arrays".
subscription FollowRun($id: ID!) {
  runProgress(id: $id) { status fraction remainingMs finishedSweeps queuePosition }
}
`,
    variables: '{ "id": "" }',
  },
  {
    name: 'Runs and arrays',
    query: `# Baseline and arrays of the newest runs. values is row-major in shape; data is the same as float32 in base64.
query Runs {
  runs(first: 3, status: SUCCEEDED) {
    edges {
      node {
        id
        title
        baseline { clean corrupted verdict }
        sweeps {
          kind
          shape
          axes { name steps { index token { text } } }
          values(normalised: true)
        }
      }
    }
  }
}
`,
  },
  {
    name: 'Path patching',
    query: `# From the heads of layer 0 and 1 to the queries of L2H0: the logit difference of each prompt, together and each head alone.
query PathPatching($pairs: [PromptPairInput!]!) {
  intervene(
    input: {
      model: "patchbay-mini"
      pairs: $pairs
      sites: [{ site: Z, layer: 0 }, { site: Z, layer: 1, head: 1 }, { site: Z, layer: 1, head: 2 }]
      path: { receivers: [{ site: Q, layer: 2, head: 0 }] }
    }
  ) {
    results { metric base source patched singles }
  }
}
`,
    variables: JSON.stringify({ pairs: [EXAMPLE_PAIR] }, null, 2),
  },
  {
    name: 'Edges between heads',
    query: `# The strongest edges of a run that was created with edges: true. Take its id from "Runs and arrays".
query Edges($id: ID!) {
  run(id: $id) {
    edges {
      count
      finishedLayers
      top(k: 20) { senderLayer senderHead input receiverLayer receiverHead change recovery }
    }
  }
}
`,
    variables: '{ "id": "" }',
  },
  {
    name: 'Joint patch',
    query: `# Patches three sites of a stored run together; the result is on the page of the run. Take an id from "Runs and arrays".
mutation PatchTogether($run: ID!) {
  patchTogether(
    input: {
      run: $run
      sites: [{ site: Z, layer: 1, head: 2 }, { site: Z, layer: 2, head: 0 }, { site: MLP_OUT, layer: 0, position: 10 }]
    }
  ) {
    id
    sites { label }
    results { metric mean { change recovery singles sumOfSingles interaction interactionRecovery } }
  }
}
`,
    variables: '{ "run": "" }',
  },
  {
    name: 'Evaluate a circuit',
    query: `# Ablates everything outside of a circuit. Take an id from "Runs and arrays"; add completeness, minimality and curve.
query Circuit($run: ID!) {
  evaluateCircuit(input: { run: $run, circuit: { nodes: [{ layer: 0 }, { layer: 1, head: 2 }, { layer: 2, head: 2 }] } }) {
    choices { on scope value valueFrom metric }
    faithfulness { mean circuit model empty random { mean least most } }
  }
}
`,
    variables: '{ "run": "" }',
  },
  {
    name: 'Evaluate a circuit of edges',
    query: `# Each edge between heads that is not in the circuit brings its sender's mean. With a run that has edges, curve(ranking: RUN_EDGES) is over MIB's fractions.
query EdgeCircuit($run: ID!) {
  evaluateCircuit(
    input: {
      run: $run
      circuit: {
        edges: [
          { senderLayer: 1, senderHead: 1, input: Q, receiverLayer: 2, receiverHead: 0 }
          { senderLayer: 1, senderHead: 2, input: V, receiverLayer: 2, receiverHead: 0 }
        ]
        scope: HEADS
      }
    }
  ) {
    choices { members on scope value valueFrom metric }
    faithfulness { mean circuit model empty random { mean least most } }
  }
}
`,
    variables: '{ "run": "" }',
  },
];
