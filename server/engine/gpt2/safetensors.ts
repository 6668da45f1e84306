/**
 * Reader of the safetensors format: a u64 header length, a JSON header, then the tensors' bytes.
 *
 * Tensors are read one at a time, so a file may be larger than any one buffer. Source: the format's
 * specification in the safetensors repository.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../errors';

/** The specification's own limit of the header. */
const MAX_HEADER_BYTES = 100_000_000;
const BYTES_OF = { F32: 4, F16: 2, BF16: 2, U8: 1, BOOL: 1, I64: 8, I32: 4, F64: 8 } as const;
export type SafetensorsDtype = keyof typeof BYTES_OF;

/** Where one tensor lies in its file. */
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
 * Reads and checks the header of an open file: every tensor lies inside the file and is as long as its shape says.
 *
 * @throws MODEL_UNAVAILABLE naming what is wrong (truncated file, nonsense header, tensor outside the file).
 */
export async function readHeader(file: FileHandle): Promise<Map<string, TensorEntry>> {
  const { size } = await file.stat();
  if (size < 8) throw broken(`is ${size} bytes long; a safetensors file has at least 8`);
  const headerBytes = Number((await readBytes(file, 0, 8)).readBigUInt64LE(0));
  if (headerBytes > MAX_HEADER_BYTES)
    throw broken(`claims a header of ${headerBytes} bytes; it is no safetensors file`);
  if (8 + headerBytes > size)
    throw broken(`is truncated: its header needs ${8 + headerBytes} bytes of ${size}`);
  const header = parseHeader((await readBytes(file, 8, headerBytes)).toString('utf8'));
  const entries = new Map<string, TensorEntry>();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header)) {
    const [begin, end] = offsets;
    const width = BYTES_OF[dtype as SafetensorsDtype];
    const count = shape.reduce((product, length) => product * length, 1);
    if (width !== undefined && end - begin !== count * width) {
      throw broken(
        `gives ${name} ${end - begin} bytes, but shape [${shape.join(', ')}] of ${dtype} needs ${count * width}`,
      );
    }
    const offset = 8 + headerBytes + begin;
    if (begin > end || 8 + headerBytes + end > size) {
      throw broken(`is truncated: ${name} ends at byte ${8 + headerBytes + end} of ${size}`);
    }
    entries.set(name, { dtype, shape, offset, byteLength: end - begin });
  }
  return entries;
}

/** Opens `path`, hands its file handle to `use`, and closes it whatever happens. */
export async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/**
 * Reads one tensor as float32, whatever of F32, F16 and BF16 it is stored as.
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

/** bfloat16 bits to float32 (the upper half of its bits). */
export function bfloat16ToFloat32(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = halves[i]! << 16;
  return new Float32Array(bits.buffer);
}

/** IEEE half-precision bits to float32, subnormals, infinities and NaN included. */
export function float16ToFloat32(halves: Uint16Array): Float32Array {
  float16Table ??= Float32Array.from({ length: 1 << 16 }, (_, half) => float16Value(half));
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) values[i] = float16Table[halves[i]!]!;
  return values;
}

/** The value of each half; made when the first file needs it. */
let float16Table: Float32Array | null = null;

function float16Value(half: number): number {
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
    throw broken(`has a header that is wrong at ${issue.path.join('.')}: ${issue.message}`);
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
