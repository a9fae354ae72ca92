import type { Announcement } from '@zhiheng/contracts';
import type { ContextName } from './contexts.js';

/** Work of a context on announced facts beside its workflows, e.g. keeping the public list. Must be harmless when repeated. */
export type AnnouncementHandler = {
  readonly context: ContextName;
  readonly topics: readonly string[];
  readonly handle: (announcement: Announcement) => Promise<void>;
};
