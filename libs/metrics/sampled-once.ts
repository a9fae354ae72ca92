/** Reads at most once in so many milliseconds; calls in between share the answer. A failure is not kept. */
export function sampledOncePer<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let sample: Promise<T> | undefined;
  let goodUntil = 0;
  return () => {
    const now = performance.now();
    if (sample === undefined || now >= goodUntil) {
      goodUntil = now + ms;
      const fresh = read();
      sample = fresh;
      fresh.catch(() => {
        if (sample === fresh) sample = undefined;
      });
    }
    return sample;
  };
}
