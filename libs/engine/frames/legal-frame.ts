import { compileCalendar } from '@zhiheng/calendar';
import type { CalendarData, WorkingCalendar } from '@zhiheng/calendar';
import { ZhihengError, contentHash } from '@zhiheng/kernel';
import type { Json, LegalDate } from '@zhiheng/kernel';
import { policyEpochs, resolvePolicy } from '@zhiheng/policy';
import type { PolicyBook, ResolvedPolicy } from '@zhiheng/policy';

/**
 * The law as it stood for one decision: resolved policy values and the official calendar, as plain JSON under the hash of its
 * content. Log entries name the hash, the store keeps the content, and replay reads nothing else.
 */
export type LegalFrame = { readonly policy: ResolvedPolicy; readonly calendar: CalendarData };

export type LoadedFrame = {
  readonly hash: string;
  readonly frame: LegalFrame;
  readonly calendar: WorkingCalendar;
  /** Policy values by key, as rules see them. */
  readonly values: Readonly<Record<string, Json>>;
};

export function loadFrame(frame: LegalFrame): LoadedFrame {
  return {
    hash: contentHash(frame as unknown as Json),
    frame,
    calendar: compileCalendar(frame.calendar),
    values: Object.fromEntries(Object.entries(frame.policy.values).map(([key, policy]) => [key, policy.value])),
  };
}

/** Where decisions find the law in force on a date. */
export interface Frames {
  on(request: {
    /** The list itself, as the workflow holds it: it is known again by its identity. */
    readonly keys: readonly string[];
    readonly jurisdiction: string;
    readonly on: LegalDate;
  }): LoadedFrame;
}

export type FrameSource = { readonly book: PolicyBook; readonly calendarOf: (jurisdiction: string) => CalendarData };

/** Frames from configuration. One frame per list of keys, jurisdiction and stretch of time in which none of its values changes. */
export function framesFromConfig({ book, calendarOf }: FrameSource): Frames {
  type Known = { readonly epochs: readonly LegalDate[]; readonly byEpoch: Map<string, LoadedFrame> };
  // By the list of keys itself: each version of a workflow has its own.
  const known = new WeakMap<readonly string[], Map<string, Known>>();
  return {
    on({ keys, jurisdiction, on }) {
      const places = known.get(keys) ?? new Map<string, Known>();
      known.set(keys, places);
      let entry = places.get(jurisdiction);
      if (entry === undefined) {
        entry = { epochs: policyEpochs(book, jurisdiction, keys), byEpoch: new Map() };
        places.set(jurisdiction, entry);
      }
      const epoch = entry.epochs.findLast((from) => from <= on) ?? '';
      const loaded =
        entry.byEpoch.get(epoch) ??
        loadFrame({ policy: resolvePolicy(book, { jurisdiction, keys, on }), calendar: calendarOf(jurisdiction) });
      entry.byEpoch.set(epoch, loaded);
      return loaded;
    },
  };
}

/** Frames that were loaded from the store, by hash: what clocks already running, explanations and replay need. */
export class FrameCache {
  private readonly frames = new Map<string, LoadedFrame>();

  add(frame: LoadedFrame): void {
    this.frames.set(frame.hash, frame);
  }
  has(hash: string): boolean {
    return this.frames.has(hash);
  }
  get(hash: string): LoadedFrame {
    const frame = this.frames.get(hash);
    if (frame === undefined)
      throw new ZhihengError('LEGAL_FRAME_MISSING', { expected: 'a stored legal frame 已存的法律依据快照', found: hash });
    return frame;
  }
}
