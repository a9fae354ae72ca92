import type { ConfigFault, ConfigFile } from './config-file.js';
import { openYaml } from './yaml-source.js';
import type { YamlSource } from './yaml-source.js';

/** A file by its role. `name` is what its path says: the rule set, the code of the jurisdiction, the calendar. */
export type Placed<Name = string> = { readonly source: YamlSource; readonly name: Name };

/** The files of `config/` by role. A file that is no YAML at all appears in `names` and `faults` only. */
export type ConfigLayout = {
  readonly ruleSets: readonly Placed[];
  readonly policies: readonly Placed[];
  /** The nation's first; its name is undefined. */
  readonly rulebooks: readonly Placed<string | undefined>[];
  readonly jurisdictions: readonly Placed[];
  /** Undefined when the file does not parse, or is not there (`names.roles`). */
  readonly roles: YamlSource | undefined;
  readonly calendarYears: readonly (Placed & { readonly year: string })[];
  readonly names: {
    readonly ruleSets: ReadonlySet<string>;
    readonly jurisdictions: ReadonlySet<string>;
    readonly calendars: ReadonlySet<string>;
    readonly roles: boolean;
  };
  readonly faults: readonly ConfigFault[];
};

type Role =
  | { readonly role: 'ruleSet' | 'policy' | 'jurisdiction' | 'rulebook'; readonly name: string }
  | { readonly role: 'nationalRulebook' | 'roles' }
  | { readonly role: 'calendarYear'; readonly name: string; readonly year: string };

const LAYOUT = [
  'config/law/<ruleset>.yaml',
  'config/law/rulebook.yaml',
  'config/jurisdictions/<code>/{jurisdiction,policy,rulebook}.yaml',
  'config/calendar/<id>/<year>.yaml',
  'config/roles.yaml',
].join(' | ');

/** Opens the files and tells their roles from their paths. */
export function sortFiles(files: readonly ConfigFile[]): ConfigLayout {
  const faults: ConfigFault[] = [];
  const names = { ruleSets: new Set<string>(), jurisdictions: new Set<string>(), calendars: new Set<string>() };
  const folders = new Map<string, string>();
  const opened: { readonly role: Role; readonly source: YamlSource }[] = [];
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const role = roleOf(file.path);
    if (role === undefined) {
      faults.push(misplaced(file.path));
      continue;
    }
    if (role.role === 'ruleSet') names.ruleSets.add(role.name);
    if (role.role === 'jurisdiction') names.jurisdictions.add(role.name);
    if (role.role === 'calendarYear') names.calendars.add(role.name);
    if (role.role === 'policy' || role.role === 'rulebook') folders.set(role.name, file.path);
    const source = openYaml(file);
    if ('file' in source) opened.push({ role, source });
    else faults.push(...source);
  }
  for (const [code, path] of folders) if (!names.jurisdictions.has(code)) faults.push(homeless(path));

  const withRole = (wanted: Role['role']): readonly Placed[] =>
    opened.flatMap(({ role, source }) => (role.role === wanted && 'name' in role ? [{ source, name: role.name }] : []));
  return {
    ruleSets: withRole('ruleSet'),
    policies: withRole('policy'),
    rulebooks: [
      ...opened.flatMap(({ role, source }) => (role.role === 'nationalRulebook' ? [{ source, name: undefined }] : [])),
      ...withRole('rulebook'),
    ],
    jurisdictions: withRole('jurisdiction'),
    calendarYears: opened.flatMap(({ role, source }) =>
      role.role === 'calendarYear' ? [{ source, name: role.name, year: role.year }] : [],
    ),
    roles: opened.find(({ role }) => role.role === 'roles')?.source,
    names: { ...names, roles: files.some(({ path }) => roleOf(path)?.role === 'roles') },
    faults,
  };
}

function roleOf(path: string): Role | undefined {
  if (/(?:^|\/)config\/roles\.yaml$/.test(path)) return { role: 'roles' };
  const law = /(?:^|\/)law\/([^/]+)\.yaml$/.exec(path);
  if (law) return law[1] === 'rulebook' ? { role: 'nationalRulebook' } : { role: 'ruleSet', name: law[1]! };
  const local = /(?:^|\/)jurisdictions\/([^/]+)\/(jurisdiction|policy|rulebook)\.yaml$/.exec(path);
  if (local) return { role: local[2] as 'jurisdiction' | 'policy' | 'rulebook', name: local[1]! };
  const calendar = /(?:^|\/)calendar\/([^/]+)\/(\d{4})\.yaml$/.exec(path);
  return calendar ? { role: 'calendarYear', name: calendar[1]!, year: calendar[2]! } : undefined;
}

function misplaced(file: string): ConfigFault {
  return {
    file,
    line: 1,
    column: 1,
    reason: { zh: `配置目录中没有这样的文件，应为 ${LAYOUT}`, en: `no such file belongs in config, expected ${LAYOUT}` },
    expected: LAYOUT,
    found: file,
  };
}

function homeless(file: string): ConfigFault {
  const expected = file.replace(/[^/]+$/, 'jurisdiction.yaml');
  return {
    file,
    line: 1,
    column: 1,
    reason: { zh: `旁边缺少 ${expected}`, en: `${expected} is missing beside it` },
    expected,
    found: file,
  };
}
