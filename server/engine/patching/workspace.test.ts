import { expect, it } from 'vitest';
import { QkvBuffer, WorkBuffer } from './workspace';

it('lends the same memory again, and more of it when more is wanted', async () => {
  const buffer = new WorkBuffer('test');
  const first = await buffer.lend(4, async (numbers) => numbers.fill(7));
  await buffer.lend(2, async (numbers) => {
    expect(numbers).toHaveLength(2);
    expect(numbers.buffer).toBe(first.buffer);
    expect([...numbers]).toEqual([7, 7]);
  });
  await buffer.lend(5, async (numbers) => expect(numbers).toHaveLength(5));
});

it('refuses a second user while the first is at work', async () => {
  const buffer = new WorkBuffer('rows');
  await buffer.lend(4, async () => {
    await expect(buffer.lend(1, async () => {})).rejects.toThrow("The work buffer 'rows' is already in use.");
  });
  await expect(buffer.lend(1, async () => 'free again')).resolves.toBe('free again');
});

it('takes memory back from a user that fails', async () => {
  const buffer = new WorkBuffer('rows');
  const failing = buffer.lend(1, async () => {
    throw new Error('cancelled');
  });
  await expect(failing).rejects.toThrow('cancelled');
  await expect(buffer.lend(1, async () => 'free again')).resolves.toBe('free again');
});

it('lends queries, keys and values that do not overlap', async () => {
  const buffer = new QkvBuffer('suffix');
  await buffer.lend(3, async ({ q, k, v }) => {
    q.fill(1);
    k.fill(2);
    v.fill(3);
    expect([...q, ...k, ...v]).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3]);
    await expect(buffer.lend(3, async () => {})).rejects.toThrow("'suffix q' is already in use");
  });
});
