import { sha256 } from '@zhiheng/kernel';

/** A repeatable source of numbers: the same seed gives the same sequence on every machine. */
export type Random = {
  /** 0 <= n < 1. */
  readonly next: () => number;
  /** Whole number, both ends included. */
  readonly between: (low: number, high: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly chance: (probability: number) => boolean;
};

/** The sfc32 generator (Chris Doty-Humphrey, PractRand), its 128 bits of state taken from the SHA-256 of the seed. */
export function randomFrom(seed: string): Random {
  const state = sha256(seed)
    .match(/.{8}/g)!
    .slice(0, 4)
    .map((hex) => parseInt(hex, 16) | 0);
  let [a, b, c, counter] = state as [number, number, number, number];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 16; i++) next();
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return { next, between, pick: (list) => list[between(0, list.length - 1)]!, chance: (probability) => next() < probability };
}
