export type Wait = { readonly what: string; readonly withinMs?: number; readonly everyMs?: number };

/** Waits for a condition, generously: a loaded two-core machine may take twenty times as long as a quiet one. */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { what, withinMs = 120_000, everyMs = 50 }: Wait,
): Promise<Exclude<T, false | null | undefined>> {
  for (const deadline = Date.now() + withinMs; ;) {
    const value = await condition();
    if (value !== undefined && value !== null && value !== false) return value as Exclude<T, false | null | undefined>;
    if (Date.now() > deadline) throw new Error(`${what}: did not come about within ${withinMs / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
