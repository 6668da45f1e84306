/**
 * The last cell of a run's notebook: it computes the values of every prompt with TransformerLens and writes them as a run's file, which can be
 * imported and attached to a finding as a replication that was computed elsewhere.
 */
import { isByEntry } from '../../domain/sites';
import type { SweepKind } from '../generated/graphql';
import { python, type NotebookCell } from './notebook-file';

interface FileSweep {
  readonly kind: SweepKind;
  readonly direction: string;
  readonly metric: string;
  readonly axes: readonly unknown[];
  readonly shape: readonly number[];
  readonly unit: string;
}

interface ExportedFile {
  readonly roles: readonly string[];
  readonly sweeps: readonly FileSweep[];
  readonly unpatched: readonly { readonly direction: string; readonly metric: string }[];
  readonly [key: string]: unknown;
}

/**
 * The cell for an exported file; none for a run by role, or with sweeps over single entries, of which notebooks compute a part.
 *
 * @param nameFunction the function of the notebook that computes a sweep kind.
 */
export function writeRunFileCell(json: string, nameFunction: (kind: SweepKind) => string): NotebookCell[] {
  const file = JSON.parse(json) as ExportedFile;
  if (file.roles.length > 0 || file.sweeps.some(({ kind }) => isByEntry(kind))) return [];
  const { digest: _digest, baseline: _baseline, provenance: _provenance, ...rest } = file;
  const template = {
    ...rest,
    imported: null,
    sweepProvenance: [],
    // The notebook does not compute them for every prompt.
    edges: [],
    jointPatches: [],
    circuits: [],
    unpatched: file.unpatched.map(({ direction, metric }) => ({ direction, metric })),
    sweeps: file.sweeps.map(({ kind, direction, metric, axes, shape, unit }) => ({
      kind,
      direction,
      metric,
      axes,
      shape,
      unit,
    })),
  };
  const functions = Object.fromEntries(file.sweeps.map(({ kind }) => [kind, nameFunction(kind)]));
  return [['code', writeCode(JSON.stringify(template), functions)]];
}

function writeCode(template: string, functions: Readonly<Record<string, string>>): string {
  return `# Writes the values that TransformerLens computes as a file, which Patchbay imports at /import.
import base64
import datetime
import hashlib
import json
import os
import time
from decimal import Decimal
from importlib.metadata import version

run = json.loads(${python(template)})
functions = ${JSON.stringify(functions)}
RUN_FILE = Path(os.environ.get("PATCHBAY_FILES", ".")) / f"patchbay-run-{run['id']}-transformer-lens.json"


def number(value):
    """A number as JavaScript prints it (RFC 8785)."""
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    digits, point = "".join(map(str, digits)), len(digits) + exponent
    if -6 < point <= 0:
        text = "0." + "0" * -point + digits
    elif 0 < point <= 21:
        text = digits[:point] + "." + digits[point:]
    else:
        text = digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + f"e{point - 1:+d}"
    return "-" * sign + text


def canonical(value):
    """Canonical JSON (RFC 8785), which the digest is computed over."""
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(member)}" for name, member in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return number(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def write_run_file():
    started = time.perf_counter()
    sides = {"DENOISING": (corrupted, clean), "NOISING": (clean, corrupted)}
    metrics = {direction: make_metrics(*sides[direction]) for direction in run["directions"]}
    for one in run["unpatched"]:
        of = metrics[one["direction"]][one["metric"]]
        one["clean"], one["corrupted"] = of(model(clean)).tolist(), of(model(corrupted)).tolist()
    for sweep in run["sweeps"]:
        base, source = sides[sweep["direction"]]
        of, rows = metrics[sweep["direction"]][sweep["metric"]], []

        def note(logits):
            rows.append(of(logits))
            return rows[-1].mean()

        name = functions[sweep["kind"]]
        patched = (globals().get(name) or getattr(patching, name))(model, base, model.run_with_cache(source)[1], note)
        assert list(patched.shape) == sweep["shape"], (name, patched.shape)
        # [cell, prompt] to [prompt, ...axes].
        values = torch.stack(rows).T.reshape(len(base), *sweep["shape"]).float().contiguous().numpy().astype("<f4")
        sweep["perPrompt"] = {"dtype": "float32", "byteOrder": "little", "encoding": "base64", "shape": list(values.shape), "data": base64.b64encode(values.tobytes()).decode()}
    files = {name: sha256((DIRECTORY / name).read_bytes()) for name in ("config.json", "model.safetensors", "tokenizer.json")}
    run["modelDigest"] = sha256("".join(f"{digest}  {name}\\n" for name, digest in files.items()).encode())
    run["provenance"] = {
        "modelSha256": files["model.safetensors"],
        "engine": f"TransformerLens {version('transformer_lens')}",
        "runtime": f"torch {torch.__version__}",
        "provider": "cpu",
        "elapsedMs": 1000 * (time.perf_counter() - started),
        "checks": [],
    }
    run["createdAt"] = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    run["digest"] = "sha256:" + sha256(canonical(run).encode())
    RUN_FILE.write_text(json.dumps(run, indent=1, ensure_ascii=False), encoding="utf-8")
    print("wrote", RUN_FILE)


write_run_file()`;
}
