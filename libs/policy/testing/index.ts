import { PERSON_ROLES, parseConfig } from '@zhiheng/policy';
import type { Config, ConfigFault, ConfigFile } from '@zhiheng/policy';

const JURISDICTION = 'config/jurisdictions/442000/jurisdiction.yaml';

const BASE: Readonly<Record<string, string>> = {
  [JURISDICTION]: `code: "442000"
name: { zh: 中山市, en: Zhongshan }
level: city
province: "440000"
calendar: cn
lawRuleSets: all
`,
  'config/roles.yaml': `roles:\n${PERSON_ROLES.map((role) => `  ${role}: { title: { zh: 身份, en: Role }, permissions: [procedures.read], reads: all }\n`).join('')}`,
  'config/calendar/cn/2026.yaml': `year: 2026
off: []
work: []
`,
};

/** The files of a small configuration with one jurisdiction, 442000; files given replace or add to them. */
export function configFiles(files: Readonly<Record<string, string>> = {}): readonly ConfigFile[] {
  return Object.entries({ ...BASE, ...files }).map(([path, text]) => ({ path, text }));
}

/** A sound configuration; a fault in it fails the test with its reason. */
export function aConfig(files: Readonly<Record<string, string>> = {}): Config {
  const parsed = parseConfig(configFiles(files));
  if ('faults' in parsed)
    throw new Error(parsed.faults.map(({ file, line, reason }) => `${file}:${line} ${reason.en}`).join('\n'));
  return parsed;
}

/** The faults of a configuration, none if it is sound. */
export function faultsOf(files: Readonly<Record<string, string>>): readonly ConfigFault[] {
  const parsed = parseConfig(configFiles(files));
  return 'faults' in parsed ? parsed.faults : [];
}

/** The text of a rule set whose values are given as YAML, each indented by two blanks. */
export function aRuleSet(ruleSet: string, values: string): string {
  return `ruleSet: ${ruleSet}\ntitle: { zh: 规则集, en: Rule set }\norder: 令第1号\nvalues:\n${values}`;
}

/** A value with one version for each line of `from value [until]`. */
export function aValue(key: string, kind: string, ...versions: readonly string[]): string {
  const written = versions.map((version) => {
    const [from, value, until] = version.split(' ');
    return `      - { from: ${from}, value: ${value}, ${until ? `until: ${until}, ` : ''}citation: { zh: 办法, article: 第一条 } }\n`;
  });
  return `  - key: ${key}\n    kind: ${kind}\n    title: { zh: 值, en: Value }\n    versions:\n${written.join('')}`;
}

/** A rule as YAML; what is given replaces the lines of the default rule. */
export function aRule(
  given: {
    readonly id?: string;
    readonly on?: string;
    readonly when?: string;
    readonly then?: string;
    readonly period?: string;
  } = {},
): string {
  const { id = 'failure-opens-case', on = 'inspection.nonconformityConfirmed', when, period = 'from: 2018-07-15' } = given;
  const then = given.then ?? `{ start: enforcement, event: CLUE_REGISTERED, instance: ["source.instanceId"] }`;
  return `  - id: ${id}
    title: { zh: 规则, en: Rule }
    on: ${on}
${when === undefined ? '' : `    if: ${when}\n`}    then: ${then}
    ${period}
    citation: { zh: 行动计划, sentence: 立案查处率100% }
`;
}

export function aRulebook(...rules: readonly string[]): string {
  return `rules:\n${rules.join('')}`;
}
