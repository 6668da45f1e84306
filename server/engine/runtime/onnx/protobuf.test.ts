/** The wire format of the writer, against protobufjs. */
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { expect, it } from 'vitest';
import { Message } from './protobuf';

const { root } = protobuf.parse(
  // proto2, which tells a field of value 0 from one that is missing.
  `syntax = "proto2";
   message Inner { optional int64 number = 1; }
   message Outer {
     optional int64 number = 1;
     optional float real = 2;
     optional string text = 3;
     optional bytes data = 4;
     optional Inner inner = 16;
     repeated Inner many = 2047;
   }`,
);
const outer = root.lookupType('Outer');

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

it('writes what protobufjs reads', () => {
  fc.assert(
    fc.property(
      int64,
      fc.float(),
      fc.string({ unit: 'grapheme' }),
      fc.uint8Array({ maxLength: 300 }),
      fc.array(int64, { maxLength: 5 }),
      (number, real, text, data, many) => {
        const message = new Message()
          .int(1, number)
          .float(2, real)
          .string(3, text)
          .bytes(4, data)
          .message(16, new Message().int(1, number));
        for (const each of many) message.message(2047, new Message().int(1, each));
        const decoded = outer.toObject(outer.decode(message.finish()), {
          longs: String,
          bytes: Uint8Array,
          arrays: true,
        });
        expect(decoded).toEqual({
          number: String(number),
          real,
          text,
          data,
          inner: { number: String(number) },
          many: many.map((each) => ({ number: String(each) })),
        });
      },
    ),
    { seed: 20261125 },
  );
});

it.each([
  [0, [0]],
  [127, [127]],
  [128, [0x80, 1]],
  [300, [0xac, 2]],
  [-1, [255, 255, 255, 255, 255, 255, 255, 255, 255, 1]],
])('writes %d as a varint', (value, bytes) => {
  expect([...new Message().int(1, value).finish()]).toEqual([8, ...bytes]);
});
