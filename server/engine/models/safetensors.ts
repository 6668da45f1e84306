/**
 * Reader of the safetensors format: a u64 header length, a JSON header, then the bytes of the tensors.
 *
 * Tensors are read one at a time, so that a file may be larger than the largest buffer. Source: the specification in the
 * safetensors repository.
 */
import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../errors';

/** Characters of a tensor's name that an error repeats. */
const SHOWN_NAME = 100;
const BYTES_PER_ELEMENT = { F32: 4, F16: 2, BF16: 2, U8: 1, BOOL: 1, I64: 8, I32: 4, F64: 8 } as const;
export type SafetensorsDtype = keyof typeof BYTES_PER_ELEMENT;

/** Type, shape and place of one tensor in its file. */
export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly byteLength: number;
}

const headerSchema = z.record(
  z.string(),
  z.object({
    dtype: z.string(),
    shape: z.array(z.number().int().nonnegative()),
    data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
  }),
);

/**
 * Reads and checks the header of an open file: every tensor lies inside the file and has the length of its shape.
 *
 * @param maxBytes of the header; the tensors of the model need far fewer than the format allows.
 * @throws MODEL_UNAVAILABLE naming the problem (truncated file, invalid header, tensor outside the file).
 */
export async function readHeader(file: FileHandle, maxBytes: number): Promise<Map<string, TensorEntry>> {
  const { size } = await file.stat();
  if (size < 8) throw broken(`is ${size} bytes long; a safetensors file has at least 8`);
  const headerBytes = Number((await readBytes(file, 0, 8)).readBigUInt64LE(0));
  if (headerBytes > maxBytes) {
    throw broken(
      `claims a header of ${headerBytes} bytes; the tensors that config.json needs take at most ${maxBytes}`,
    );
  }
  if (8 + headerBytes > size)
    throw broken(`is truncated: its header needs ${8 + headerBytes} bytes of ${size}`);
  const header = parseHeader((await readBytes(file, 8, headerBytes)).toString('utf8'));
  const entries = new Map<string, TensorEntry>();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header)) {
    const shown = name.slice(0, SHOWN_NAME);
    const [begin, end] = offsets;
    const width = BYTES_PER_ELEMENT[dtype as SafetensorsDtype];
    const count = shape.reduce((product, length) => product * length, 1);
    if (width !== undefined && end - begin !== count * width) {
      throw broken(
        `gives ${shown} ${end - begin} bytes, but shape [${shape.join(', ')}] of ${dtype.slice(0, 8)} needs ${count * width}`,
      );
    }
    const offset = 8 + headerBytes + begin;
    if (begin > end || 8 + headerBytes + end > size) {
      throw broken(`is truncated: ${shown} ends at byte ${8 + headerBytes + end} of ${size}`);
    }
    entries.set(name, { dtype, shape, offset, byteLength: end - begin });
  }
  return entries;
}

/**
 * Checks that no two tensors share bytes: a small file could otherwise claim any amount of memory.
 *
 * @throws MODEL_UNAVAILABLE naming two tensors that share bytes.
 */
export function checkOverlaps(entries: ReadonlyMap<string, TensorEntry>): void {
  const byOffset = [...entries].toSorted(([, a], [, b]) => a.offset - b.offset);
  let end = 0;
  let last = '';
  for (const [name, { offset, byteLength }] of byOffset) {
    if (byteLength === 0) continue;
    if (offset < end) {
      throw broken(`gives ${last.slice(0, SHOWN_NAME)} and ${name.slice(0, SHOWN_NAME)} the same bytes`);
    }
    [end, last] = [offset + byteLength, name];
  }
}

/**
 * Refuses a tensor with an infinite number or a NaN.
 *
 * @throws MODEL_UNAVAILABLE naming the first such number and the tensor.
 */
export function refuseNonFinite(name: string, values: Float32Array): void {
  if (isAllFinite(values)) return;
  const at = values.findIndex((value) => !Number.isFinite(value));
  throw broken(`holds ${values[at]} at index ${at} of ${name}; a model's weights are finite numbers`);
}

/** Uses four sums, which the processor adds in parallel; infinity x 0 is NaN. */
function isAllFinite(values: Float32Array): boolean {
  const zero = 0;
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = values.length - (values.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += values[i]! * zero;
    b += values[i + 1]! * zero;
    c += values[i + 2]! * zero;
    d += values[i + 3]! * zero;
  }
  for (let i = whole; i < values.length; i++) a += values[i]! * zero;
  return a + b + c + d === 0;
}

/**
 * Reads one tensor, stored as F32, F16 or BF16, as float32.
 *
 * @throws MODEL_UNAVAILABLE for another dtype, or when the file ends early.
 */
export async function readTensor(file: FileHandle, name: string, entry: TensorEntry): Promise<Float32Array> {
  const bytes = await readBytes(file, entry.offset, entry.byteLength);
  if (entry.dtype === 'F32') return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  if (entry.dtype === 'BF16') return bfloat16ToFloat32(halves);
  if (entry.dtype === 'F16') return float16ToFloat32(halves);
  throw broken(`stores ${name} as ${entry.dtype}; F32, F16 and BF16 are supported`);
}

/** Converts bfloat16, the upper half of float32's bits, to float32. */
export function bfloat16ToFloat32(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = halves[i]! << 16;
  return new Float32Array(bits.buffer);
}

/** Converts IEEE half precision to float32, including subnormals, infinities and NaN. */
export function float16ToFloat32(halves: Uint16Array): Float32Array {
  float16Table ??= Float32Array.from({ length: 1 << 16 }, (_, half) => convertFloat16(half));
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) values[i] = float16Table[halves[i]!]!;
  return values;
}

/** Value of each bit pattern; made at the first use. */
let float16Table: Float32Array | null = null;

function convertFloat16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function parseHeader(text: string): z.output<typeof headerSchema> {
  let json: Record<string, unknown>;
  try {
    json = JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw broken('has a header that is not JSON');
  }
  const { __metadata__: _ignored, ...tensors } = json ?? {};
  const parsed = headerSchema.safeParse(tensors);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const place = issue.path.join('.').slice(0, SHOWN_NAME);
    throw broken(`has a header that is wrong at ${place}: ${issue.message}`);
  }
  return parsed.data;
}

async function readBytes(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.from(new ArrayBuffer(length));
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, Math.min(length - done, 1 << 30), offset + done);
    if (bytesRead === 0) throw broken(`ends at byte ${offset + done}; ${offset + length} were expected`);
    done += bytesRead;
  }
  return bytes;
}

function broken(problem: string): AppError {
  return new AppError('MODEL_UNAVAILABLE', `model.safetensors ${problem}. Download or export it again.`);
}
