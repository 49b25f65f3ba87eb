import { expect, test, vi } from "vitest";
import { once } from "../../src/problem/once.js";

test("what is made of an object is made once, though it is nothing", () => {
  const make = vi.fn(({ size }: { readonly size: number }) => (size > 1 ? size : undefined));
  const made = once(make);
  const [small, large] = [{ size: 1 }, { size: 2 }];
  expect([made(small), made(large), made(small), made(large)]).toEqual([
    undefined,
    2,
    undefined,
    2,
  ]);
  expect(make).toHaveBeenCalledTimes(2);
});
