/** Reads the stages of a Dockerfile that uses no heredocs. */
import { readFileSync } from 'node:fs';

export interface Instruction {
  /** In capitals, such as COPY. */
  readonly name: string;
  /** The rest of the line; continued lines are joined. */
  readonly text: string;
}

export interface Stage {
  readonly name: string;
  /** A base image, or the stage that it begins with. */
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** @throws Error for a stage without a name. */
export function parseDockerfile(file: string): Stage[] {
  const lines = readFileSync(file, 'utf8')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n');
  const stages: { name: string; from: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name, text] = /^([A-Z]+)\s+(.*\S)\s*$/.exec(line) ?? [];
    if (name === undefined || text === undefined) continue;
    if (name !== 'FROM') {
      stages.at(-1)?.instructions.push({ name, text });
      continue;
    }
    const [, from, stage] = /^(\S+) AS (\S+)$/.exec(text) ?? [];
    if (from === undefined || stage === undefined) throw new Error(`'FROM ${text}' has no name`);
    stages.push({ name: stage, from, instructions: [] });
  }
  return stages;
}
