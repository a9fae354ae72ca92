import type { JsonObject } from '@zhiheng/kernel';

export const LISTS = {
  blacklist: 'blacklist',
  penalties: 'penalty',
  'spot-checks': 'spot-check',
  recalls: 'recall',
} as const;
export type ListName = keyof typeof LISTS;
export type RecordKind = (typeof LISTS)[ListName];

/** What an announcement does to a public record. `amend` adds to one that is public and does nothing otherwise. */
export type RecordChange = { readonly kind: RecordKind; readonly id: string } & (
  | {
      readonly op: 'publish' | 'amend';
      readonly title: string;
      readonly basis: string;
      readonly facts: JsonObject;
      /** Day of the publication, where it is another than that of the announcement. */
      readonly publishedOn?: string;
    }
  | { readonly op: 'withdraw'; readonly why: string }
);
