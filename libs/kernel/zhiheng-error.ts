/** What a caller may do about a fault: nothing, the same again later, or another target. */
export type Retry = 'never' | 'later' | 'elsewhere';

export type ErrorDetails = {
  readonly expected?: unknown;
  readonly found?: unknown;
  readonly retry?: Retry;
  readonly cause?: unknown;
};

/** A fault with a stable code. It says what was expected and what was found, and is mapped for people only at the edges. */
export class ZhihengError extends Error {
  readonly expected: unknown;
  readonly found: unknown;
  readonly retry: Retry;

  constructor(
    readonly code: string,
    { expected, found, retry = 'never', cause }: ErrorDetails = {},
  ) {
    super(
      [code, expected === undefined ? '' : `expected: ${show(expected)}`, found === undefined ? '' : `found: ${show(found)}`]
        .filter(Boolean)
        .join('; '),
      { cause },
    );
    this.name = 'ZhihengError';
    this.expected = expected;
    this.found = found;
    this.retry = retry;
  }
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
