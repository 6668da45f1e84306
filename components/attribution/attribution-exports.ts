/** What can be written of the sections of the attribution page. */
import { pairInputs } from '../analysis/pair-inputs';
import type { Exports } from '../export/ExportBar';
import {
  MlpNeuronsDocument,
  RunAttributionDocument,
  RunLogitLensDocument,
  type AnalysedRun_RunFragment,
} from '../generated/graphql';
import { attributionToCsv, attributionToJson, type ReadAttribution } from './attribution-files';
import { toAttributionNotebook } from './attribution-notebook';
import { lensToCsv, lensToJson, type ReadLens } from './lens-files';
import { toLensNotebook } from './lens-notebook';

const SHARES_PROGRAM = `answer = ask(VARIABLES)
for side in ("clean", "corrupted"):
    shares = [[mean([prompt[layer][head] for prompt in answer[side]["heads"]]) for head in range(len(row))] for layer, row in enumerate(answer[side]["heads"][0])]
    ranked = sorted(((abs(value), value, layer, head) for layer, row in enumerate(shares) for head, value in enumerate(row)), reverse=True)
    for _, value, layer, head in ranked[:10]:
        print(f"{side:9} L{layer}H{head} {value:+.4f}")`;

const LENS_PROGRAM = `for variables in VARIABLES:
    lens = ask(variables)["logitLens"]
    for index, stage in enumerate(lens["stages"]):
        differences = [prompt["logitDiff"][index][-1] for prompt in lens["prompts"]]
        print(f"{variables['on']:9} {stage['site']:10} {stage['layer']:2} {mean(differences):+.4f}")`;

function listPrompts({ model, pairs, prependBos }: AnalysedRun_RunFragment) {
  return { model: model.id, pairs: pairInputs(pairs), prependBos };
}

export function makeAttributionExports(read: ReadAttribution): Exports {
  const variables = listPrompts(read.run);
  const { mlp: layer } = read.state;
  return {
    requests: () => [
      { document: RunAttributionDocument, variables },
      ...(layer === null ? [] : [{ document: MlpNeuronsDocument, variables: { ...variables, layer } }]),
    ],
    program: () => ({
      about: 'Direct logit attribution: the mean share of each head, largest first.',
      document: RunAttributionDocument,
      variables,
      code: SHARES_PROGRAM,
    }),
    json: () => attributionToJson(read),
    csv: () => attributionToCsv(read),
    notebook: () => toAttributionNotebook(read),
  };
}

export function makeLensExports(read: ReadLens): Exports {
  const { reading, includesMid: includeMid } = read.state;
  // One request for each run that is read.
  const sides = (['CLEAN', 'CORRUPTED'] as const).filter(
    (side) => reading === 'difference' || reading === side.toLowerCase(),
  );
  const variables = sides.map((on) => ({ ...listPrompts(read.run), on, includeMid }));
  return {
    requests: () => variables.map((side) => ({ document: RunLogitLensDocument, variables: side })),
    program: () => ({
      about: 'Logit lens: the mean logit difference of each residual stream at the last position.',
      document: RunLogitLensDocument,
      variables,
      code: LENS_PROGRAM,
    }),
    json: () => lensToJson(read),
    csv: () => lensToCsv(read),
    notebook: () => toLensNotebook(read),
  };
}
