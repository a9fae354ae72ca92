import { createRegistry, framesFromConfig } from '@zhiheng/engine';
import type { Frames, Registry } from '@zhiheng/engine';
import { ZhihengError } from '@zhiheng/kernel';
import { checkConfig } from '@zhiheng/policy';
import type { Config, ConfigExpectations, Rulebook } from '@zhiheng/policy';
import { loadConfig } from '@zhiheng/policy-files';

import type { Upgrade, Workflow } from '@zhiheng/workflow-kit';

export type Law = {
  readonly config: Config;
  readonly registry: Registry;
  readonly frames: Frames;
  readonly rulebook: Rulebook;
};

/** Facts that no workflow announces: the import does. */
export const EXTERNAL_TOPICS = ['spot-check.recorded'] as const;

/** Everything that may be announced. */
export function topicsOf(workflows: readonly Pick<Workflow, 'name' | 'announcements'>[]): readonly string[] {
  const own = workflows.flatMap(({ name, announcements }) => Object.keys(announcements).map((topic) => `${name}.${topic}`));
  return [...new Set([...EXTERNAL_TOPICS, ...own])];
}

/** Loads config and workflows and checks that they fit together; throws with every fault, its file and line. */
export async function loadLaw(workflows: readonly Workflow[], upgrades: readonly Upgrade[] = []): Promise<Law> {
  const registry = createRegistry(workflows, upgrades);
  const config = await loadConfig();
  const faults = checkConfig(config, expectationsOf(registry));
  if (faults.length > 0) {
    throw new ZhihengError('CONFIG_INVALID', {
      expected: '配置与流程一致 configuration that fits the workflows',
      found: faults.map(({ file, line, column, reason }) => `\n  ${file}:${line}:${column} ${reason.zh} ${reason.en}`).join(''),
    });
  }
  const calendars = new Map(config.jurisdictions.map(({ code, calendar }) => [code, config.calendars.get(calendar)]));
  const frames = framesFromConfig({
    book: config.book,
    calendarOf: (jurisdiction) => {
      const calendar = calendars.get(jurisdiction);
      if (calendar === undefined) {
        throw new ZhihengError('JURISDICTION_UNKNOWN', { expected: [...calendars.keys()], found: jurisdiction });
      }
      return calendar;
    },
  });
  return { config, registry, frames, rulebook: config.rulebook };
}

/** What the workflows ask of the configuration: their policy keys, topics and events. */
export function expectationsOf(registry: Registry): ConfigExpectations {
  return {
    policyKeys: registry.all().flatMap(({ name, policyKeys, clocks }) => {
      const terms = new Set(Object.values(clocks).map(({ term }) => term));
      return policyKeys.map((key) => ({ workflow: name, key, ...(terms.has(key) && { kind: 'term' as const }) }));
    }),
    topics: [
      ...EXTERNAL_TOPICS,
      ...registry.all().flatMap(({ name, announcements }) => Object.keys(announcements).map((topic) => `${name}.${topic}`)),
    ],
    workflows: registry.all().map(({ name, events }) => ({ name, events: Object.keys(events) })),
  };
}
