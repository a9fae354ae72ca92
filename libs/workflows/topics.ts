import type { announcements as blacklist } from './blacklist/v1/announcements.js';
import type { announcements as enforcement } from './enforcement/v1/announcements.js';
import type { announcements as inspection } from './inspection/v1/announcements.js';
import type { announcements as interview } from './interview/v1/announcements.js';
import type { announcements as recall } from './recall/v1/announcements.js';

type Announced = {
  readonly inspection: typeof inspection;
  readonly enforcement: typeof enforcement;
  readonly interview: typeof interview;
  readonly recall: typeof recall;
  readonly blacklist: typeof blacklist;
};

/** Every topic that something in this release announces: the workflows in their versions, and the import. */
export type Topic = 'spot-check.recorded' | { [W in keyof Announced]: `${W}.${keyof Announced[W] & string}` }[keyof Announced];
