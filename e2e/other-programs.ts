/** Programs beside the browser that draw exported figures, where they are installed. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Draws a file as PNG with 300 dpi. Null where the program is not installed. */
export interface OtherProgram {
  readonly name: string;
  readonly reads: 'svg' | 'pdf';
  readonly draw: (file: string) => Promise<Buffer>;
}

const DPI = '300';

const PROGRAMS: readonly OtherProgram[] = [
  {
    name: 'rsvg-convert',
    reads: 'svg',
    draw: (file) => run(file, 'rsvg-convert', (out) => ['-d', DPI, '-p', DPI, '-o', out, file]),
  },
  {
    name: 'inkscape',
    reads: 'svg',
    draw: (file) =>
      run(file, 'inkscape', (out) => [
        '--export-type=png',
        `--export-dpi=${DPI}`,
        `--export-filename=${out}`,
        file,
      ]),
  },
  {
    name: 'pdftoppm',
    reads: 'pdf',
    draw: (file) =>
      run(file, 'pdftoppm', (out) => ['-png', '-r', DPI, '-singlefile', file, out.replace(/\.png$/, '')]),
  },
];

async function run(file: string, program: string, args: (out: string) => string[]): Promise<Buffer> {
  const out = `${file}.${program}.png`;
  await execute(program, args(out), { timeout: 60_000 });
  return readFile(out);
}

/** The installed ones; says which are missing. */
export async function findPrograms(): Promise<OtherProgram[]> {
  const found = await Promise.all(
    PROGRAMS.map(async (program) => ((await isInstalled(program.name)) ? [program] : [])),
  );
  const programs = found.flat();
  const missing = PROGRAMS.filter((program) => !programs.includes(program)).map(({ name }) => name);
  if (missing.length > 0) console.log(`Not installed, so figures are not drawn with: ${missing.join(', ')}.`);
  return programs;
}

async function isInstalled(program: string): Promise<boolean> {
  return execute(program, [program === 'pdftoppm' ? '-v' : '--version']).then(
    () => true,
    () => false,
  );
}
