import type { ReadScope } from '@zhiheng/auth';
import type { Where } from '@zhiheng/persistence';

/** Adds the condition that a sample `s` is of the areas that somebody reads, or about their own subject. */
export function addSampleScope(where: Where, { jurisdictionPrefixes, subjectId }: ReadScope): void {
  const areas = where.bind(jurisdictionPrefixes);
  const own = where.bind(subjectId ?? null);
  where.and(`exists (select from unnest(${areas}::text[]) as area(prefix) where starts_with(s.jurisdiction, area.prefix))
    or s.subject_id = ${own}::text`);
}
