import type { Route } from '@zhiheng/engine';
import { subscriptions } from '@zhiheng/policy';
import type { Rulebook } from '@zhiheng/policy';
import type { Subscription } from './announcement-handler.js';
import { contextOf } from './contexts.js';

/** Which contexts get a copy of an announcement: those with a rule on its topic and those with a handler for it. */
export function createRoute(rulebook: Rulebook, own: readonly Subscription[]): Route {
  const consumers = new Map<string, Set<string>>();
  const add = (topic: string, consumer: string | undefined): void => {
    if (consumer !== undefined) consumers.set(topic, (consumers.get(topic) ?? new Set()).add(consumer));
  };
  for (const [topic, workflows] of subscriptions(rulebook)) for (const workflow of workflows) add(topic, contextOf(workflow));
  for (const { context, topics } of own) for (const topic of topics) add(topic, context);
  const routes = new Map([...consumers].map(([topic, names]) => [topic, [...names].sort()]));
  return (topic) => routes.get(topic) ?? [];
}
