import type { Announcement } from '@zhiheng/contracts';
import type { Topic } from '@zhiheng/workflows';

export type Handles = (announcement: Announcement) => Promise<void>;
type HandlerDecorator = <H extends Handles>(target: object, name: string | symbol, method: TypedPropertyDescriptor<H>) => void;

/** The pattern of a handler that gets whatever reaches its context. No topic can have this name. */
export const EVERY_EVENT = '*';

const PATTERNS = 'zhiheng:patterns';

/**
 * The method handles announcements of these topics; one that nothing announces does not compile. It must be harmless when
 * repeated, and throws what the consumer is to judge: tried again later, or buried.
 */
export const OnEvent = (...topics: readonly [Topic, ...Topic[]]): HandlerDecorator => listensTo(topics);

/** The method gets every announcement that reaches its context: which those are, configuration decides. */
export const OnEveryEvent = (): HandlerDecorator => listensTo([EVERY_EVENT]);

/** The patterns of a method; empty where it is no handler. */
export function patternsOf(method: unknown): readonly string[] {
  return typeof method === 'function' ? ((Reflect.getMetadata(PATTERNS, method) as readonly string[] | undefined) ?? []) : [];
}

function listensTo(patterns: readonly string[]): HandlerDecorator {
  return (_target, _name, { value }) => Reflect.defineMetadata(PATTERNS, patterns, value!);
}
