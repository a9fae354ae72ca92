/** Waits for something, but not for ever. Throws with what did not come about. */
export async function bounded<T>(
  work: Promise<T>,
  { what, withinMs }: { readonly what: string; readonly withinMs: number },
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: did not come about within ${withinMs / 1_000} s`)), withinMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
