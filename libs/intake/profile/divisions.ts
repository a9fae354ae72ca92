export type Province = {
  readonly name: string;
  readonly short: string;
  readonly organ?: string;
  readonly cities: readonly string[];
};

/** Provinces and prefecture-level cities, and the ways in which they are written. */
export type Divisions = {
  readonly provinces: readonly Province[];
  /** Full and short province names -> province, longest first when searched as a prefix. */
  readonly byName: ReadonlyMap<string, Province>;
  /** City names with and without 市 -> province and full city name. */
  readonly cityByName: ReadonlyMap<string, { readonly city: string; readonly province: Province }>;
};

export function indexDivisions(provinces: readonly Province[]): Divisions {
  const byName = new Map<string, Province>();
  const cityByName = new Map<string, { city: string; province: Province }>();
  for (const province of provinces) {
    byName.set(province.name, province);
    byName.set(province.short, province);
    for (const short of province.cities) {
      const city = /(自治州|盟|地区)$/.test(short) ? short : `${short}市`;
      cityByName.set(city, { city, province });
      if (!byName.has(short)) cityByName.set(short, { city, province });
    }
  }
  return { provinces, byName, cityByName };
}

/** The province with which a place name or an address begins. */
export function provinceAtStart(
  divisions: Divisions,
  text: string,
): { readonly province: Province; readonly rest: string } | undefined {
  for (const province of divisions.provinces) {
    for (const name of [province.name, province.short]) {
      if (text.startsWith(name)) return { province, rest: text.slice(name.length) };
    }
  }
  return undefined;
}
