/**
 * Writer of the protocol-buffer wire format, as far as ONNX models need it.
 *
 * Parts are joined at the end, so that weights are copied once. Source: protobuf.dev, "Encoding".
 */

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** A message under construction; the order of calls is the order of fields. */
export class Message {
  private readonly parts: Uint8Array[] = [];
  private size = 0;

  /** Adds an int32, int64, uint or enum field; negative numbers take ten bytes, as the format requires. */
  int(field: number, value: number | bigint): this {
    return this.tag(field, VARINT).append(encodeVarint(value));
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.tag(field, FIXED_32).append(bytes);
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.tag(field, LENGTH_DELIMITED).append(encodeVarint(value.byteLength)).append(value);
  }

  message(field: number, child: Message): this {
    this.tag(field, LENGTH_DELIMITED).append(encodeVarint(child.size));
    for (const part of child.parts) this.append(part);
    return this;
  }

  /** Joins the message into one buffer. */
  finish(): Uint8Array {
    const bytes = new Uint8Array(this.size);
    let offset = 0;
    for (const part of this.parts) {
      bytes.set(part, offset);
      offset += part.byteLength;
    }
    return bytes;
  }

  private tag(field: number, wireType: number): this {
    return this.append(encodeVarint(field * 8 + wireType));
  }

  private append(part: Uint8Array): this {
    this.parts.push(part);
    this.size += part.byteLength;
    return this;
  }
}

/** Encodes base-128 digits, least significant first; negative numbers are 64-bit two's complement. */
function encodeVarint(value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const digits: number[] = [];
  do {
    const digit = Number(rest & 0x7fn);
    rest >>= 7n;
    digits.push(rest === 0n ? digit : digit | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(digits);
}
