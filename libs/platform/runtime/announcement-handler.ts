import type { Announcement } from '@zhiheng/contracts';
import type { ContextName } from './contexts.js';

/** Topics that a context wants beside those of its rules. Every process knows all of them: whoever announces must route. */
export type Subscription = { readonly context: ContextName; readonly topics: readonly string[] };

/** Work of a context on announced facts beside its workflows, e.g. keeping the public list. Must be harmless when repeated. */
export type AnnouncementHandler = Subscription & { readonly handle: (announcement: Announcement) => Promise<void> };
