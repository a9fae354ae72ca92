import type { LegalDate } from '@zhiheng/kernel';
import { mismatch, compareFaults } from './config-file.js';
import type { ConfigFault } from './config-file.js';
import type { Config } from './parse-config.js';
import { showPeriods } from './policy-book.js';
import type { Timeline } from './policy-book.js';
import type { PolicyKind } from './rule-set-schema.js';

/** What the workflows ask of `config/`. */
export type ConfigExpectations = {
  readonly policyKeys: readonly {
    readonly workflow: string;
    readonly key: string;
    readonly kind?: PolicyKind;
    /** The first day on which the key is needed; 2021-01-01 unless said. */
    readonly since?: LegalDate;
  }[];
  readonly topics: readonly string[];
  readonly workflows: readonly { readonly name: string; readonly events: readonly string[] }[];
};

// Facts from this day on are brought in; a workflow may decide on any of them.
const NEEDED_SINCE = '2021-01-01' as LegalDate;

/**
 * What can only be seen with the workflows at hand: every policy key exists in every jurisdiction without gaps in time, and
 * every rule names a topic, a workflow and an event that exist; every role reads workflows that exist.
 */
export function checkConfig(config: Config, expectations: ConfigExpectations): readonly ConfigFault[] {
  return [...policyFaults(config, expectations), ...ruleFaults(config, expectations), ...readFaults(config, expectations)].sort(
    compareFaults,
  );
}

function policyFaults(config: Config, { policyKeys }: ConfigExpectations): readonly ConfigFault[] {
  const faults: ConfigFault[] = [];
  for (const [code, timelines] of config.book.jurisdictions) {
    const home = config.places.jurisdictions.get(code)!;
    for (const { workflow, key, kind, since = NEEDED_SINCE } of policyKeys) {
      const timeline = timelines.get(key) ?? [];
      const place = timeline.length > 0 ? (config.places.policyKeys.get(key) ?? home) : home;
      const gap = firstGap(timeline, since);
      if (gap !== undefined) {
        const what = {
          zh: `流程 ${workflow} 需要的政策键 ${key} 在辖区 ${code} 自 ${gap.from} 至 ${gap.until ?? '今后'} 没有值`,
          en: `policy key ${key} of workflow ${workflow} has no value in jurisdiction ${code} from ${gap.from} until ${gap.until ?? 'ever'}`,
        };
        faults.push(mismatch(place, { what, expected: `${since}..`, found: showPeriods(timeline) }));
      }
      const other = timeline.find(({ value }) => kind !== undefined && value.kind !== kind)?.value;
      if (other) {
        const what = {
          zh: `流程 ${workflow} 需要的政策键 ${key} 类型不对`,
          en: `policy key ${key} of workflow ${workflow} has another kind`,
        };
        faults.push(mismatch(place, { what, expected: String(kind), found: other.kind }));
      }
    }
  }
  return faults;
}

/** The first stretch of time, from a date on, that no version covers. */
export function firstGap(
  timeline: Timeline,
  since: LegalDate,
): { readonly from: LegalDate; readonly until?: LegalDate } | undefined {
  let covered = since;
  for (const { from, until } of timeline) {
    if (until !== undefined && until <= covered) continue;
    if (from > covered) return { from: covered, until: from };
    if (until === undefined) return undefined;
    covered = until;
  }
  return { from: covered };
}

function ruleFaults(config: Config, { topics, workflows }: ConfigExpectations): readonly ConfigFault[] {
  const events = new Map(workflows.map((workflow) => [workflow.name, workflow.events]));
  return config.places.rules.flatMap(({ compiled: { rule }, places }) => {
    const faults: ConfigFault[] = [];
    if (!topics.includes(rule.on)) {
      const kin = topics.filter((topic) => topic.split('.')[0] === rule.on.split('.')[0]);
      const what = { zh: `规则 ${rule.id}：没有这个主题`, en: `rule ${rule.id}: no such topic` };
      faults.push(mismatch(places.on, { what, expected: choices(kin.length > 0 ? kin : topics), found: rule.on }));
    }
    const received = events.get(rule.then.workflow);
    if (received === undefined) {
      const what = { zh: `规则 ${rule.id}：没有这个流程`, en: `rule ${rule.id}: no such workflow` };
      faults.push(mismatch(places.workflow, { what, expected: choices([...events.keys()]), found: rule.then.workflow }));
    } else if (!received.includes(rule.then.event)) {
      const what = {
        zh: `规则 ${rule.id}：流程 ${rule.then.workflow} 没有这个事件`,
        en: `rule ${rule.id}: workflow ${rule.then.workflow} has no such event`,
      };
      faults.push(mismatch(places.event, { what, expected: choices(received), found: rule.then.event }));
    }
    return faults;
  });
}

function readFaults({ places }: Config, { workflows }: ConfigExpectations): readonly ConfigFault[] {
  const names = workflows.map(({ name }) => name);
  return places.reads
    .filter(({ workflow }) => !names.includes(workflow))
    .map(({ role, workflow, place }) => {
      const what = { zh: `身份 ${role}：没有这个流程`, en: `role ${role}: no such workflow` };
      return mismatch(place, { what, expected: choices(names), found: workflow });
    });
}

function choices(names: readonly string[]): string {
  return [...names].sort().join(' | ') || '（无 none）';
}
