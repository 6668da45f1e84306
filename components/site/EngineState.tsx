import type { EngineState_EngineFragment } from '../generated/graphql';

/** One line about the engine, for the footer. */
export function EngineState({ engine }: { readonly engine: EngineState_EngineFragment }) {
  if (engine.available) return <span>Engine ready on {engine.provider}</span>;
  return <span title={engine.reason ?? undefined}>Engine {engine.state}</span>;
}
