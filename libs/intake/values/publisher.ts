import { provinceAtStart } from '../profile/divisions.js';
import type { Divisions } from '../profile/divisions.js';
import type { AuthorityLevel, PublisherRule } from '../profile/import-profile.js';

/** Who announced a result. `province` is the full name of the province, also for a city's bureau. */
export type Announcer = { readonly name: string; readonly level: AuthorityLevel; readonly province?: string };

export type PublisherMatch = { readonly announcer: Announcer; readonly rule: PublisherRule };

/** Reads the publisher column; undefined when no pattern of the profile knows it. */
export function readPublisher(text: string, rules: readonly PublisherRule[], divisions: Divisions): PublisherMatch | undefined {
  for (const rule of rules) {
    const match = rule.pattern.exec(text);
    if (match === null) continue;
    const bureau = match.groups?.bureau?.trim();
    if (bureau === undefined) return { announcer: { name: rule.name?.zh ?? text, level: rule.level ?? 'national' }, rule };
    return { announcer: readBureau(bureau, divisions), rule };
  }
  return undefined;
}

const ORGANS: readonly (readonly [RegExp, string])[] = [
  [/市场(?:监督管理|监管)(总局|局|厅|委员会|委)$/, '市场监督管理'],
  [/(?:药品监督管理|药品监管|药监)(局)$/, '药品监督管理'],
  [/食品药品(?:监督管理|监管)(局)$/, '食品药品监督管理'],
  [/质量技术监督(局)$/, '质量技术监督'],
];

/** 广东市场监管局 and 广东省市场监督管理局 are one authority: the full name, its level and its province. */
export function readBureau(text: string, divisions: Divisions): Announcer {
  const organ = ORGANS.find(([pattern]) => pattern.test(text));
  if (organ === undefined) return { name: text, level: levelByEnding(text) };
  const [pattern, field] = organ;
  const ending = pattern.exec(text)![1]!;
  const place = text.replace(pattern, '').trim();
  const full = `${field}${ending === '委' ? '委员会' : ending}`;
  if (place === '国家' || (place === '' && (ending === '总局' || field !== '市场监督管理')) || place === '')
    return { name: `国家${field}${field === '市场监督管理' ? '总局' : '局'}`, level: 'national' };
  const found = provinceAtStart(divisions, place);
  if (found?.rest === '') return { name: `${found.province.name}${full}`, level: 'province', province: found.province.name };
  const city = divisions.cityByName.get(found?.rest ?? place) ?? cityAtStart(divisions, found?.rest ?? place);
  const province = found?.province.name ?? city?.province.name;
  const isCity = divisions.cityByName.has(found?.rest ?? place);
  const name = isCity ? `${city!.city}${full}` : `${place}${full}`;
  return { name, level: isCity ? 'city' : levelByEnding(place), ...(province !== undefined && { province }) };
}

function cityAtStart(
  divisions: Divisions,
  place: string,
): { readonly city: string; readonly province: { readonly name: string } } | undefined {
  for (const [name, city] of divisions.cityByName) if (name.length > 2 && place.startsWith(name)) return city;
  return undefined;
}

function levelByEnding(place: string): AuthorityLevel {
  return /(市|州|盟|地区)$/.test(place) ? 'city' : 'county';
}
