/** A bounded context: the workflows that one microservice runs, and the queue that it consumes. */
export const CONTEXTS = {
  inspection: ['inspection'],
  enforcement: ['enforcement'],
  interview: ['interview'],
  recall: ['recall'],
  publicity: ['blacklist'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ContextName = keyof typeof CONTEXTS;

export const CONTEXT_NAMES = Object.keys(CONTEXTS) as readonly ContextName[];

/** The context that runs a workflow. */
export function contextOf(workflow: string): ContextName | undefined {
  return CONTEXT_NAMES.find((name) => (CONTEXTS[name] as readonly string[]).includes(workflow));
}
