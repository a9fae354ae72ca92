import { enforcementV1ToV2, enforcementV2, interviewV1ToV2, interviewV2 } from '@zhiheng/testing';
import { enforcementVersions } from '@zhiheng/workflows/enforcement';
import { interviewVersions } from '@zhiheng/workflows/interview';
import { checkUpgrade } from './check-upgrade.js';
import { begin, carry, drop, factOf, later, rename, restart, startOf } from './upgrade.js';
import type { Upgrade } from './upgrade.js';

const from = interviewVersions[0]!;
const versions = { from, to: interviewV2 };
const reason = { zh: '不再需要', en: 'not needed any more' };

const faultsOf = (changes: Partial<Upgrade>): readonly string[] => checkUpgrade({ ...interviewV1ToV2, ...changes }, versions);
const without = <T extends object>(table: T, name: keyof T): T =>
  Object.fromEntries(Object.entries(table).filter(([key]) => key !== name)) as T;

describe('an upgrade is checked against both versions', () => {
  it('one that accounts for every state and every clock has no fault', () => {
    expect(checkUpgrade(interviewV1ToV2, versions)).toEqual([]);
    expect(checkUpgrade(enforcementV1ToV2, { from: enforcementVersions[0]!, to: enforcementV2 })).toEqual([]);
  });

  it.each<[string, Partial<Upgrade>, readonly string[]]>([
    [
      'another workflow',
      { workflow: 'recall' },
      ['from: expected recall v1, found interview v1', 'to: expected recall v2, found interview v2'],
    ],
    ['another version', { to: 3 }, ['to: expected interview v3, found interview v2']],
    [
      'back to an earlier version',
      { from: 2, to: 1 },
      [
        'from: expected interview v2, found interview v1',
        'to: expected interview v1, found interview v2',
        'an upgrade goes to a later version, not from v2 to v1',
      ],
    ],
    [
      'a state that goes nowhere',
      { states: without(interviewV1ToV2.states, 'notified') },
      [
        'states: "notified" goes to "notified", which is no innermost state of v2',
        '"notified" goes to notified with "summonsDue" running: nothing there answers to its lapse',
      ],
    ],
    [
      'a state that the version before does not have',
      { states: { ...interviewV1ToV2.states, hearing: 'summoned' } },
      ['states: "hearing" is no innermost state of v1'],
    ],
    [
      'an upgrade that would close procedures',
      { states: { ...interviewV1ToV2.states, recording: 'closed' } },
      ['states: "recording" and "closed": an upgrade ends nothing, and opens nothing that has ended'],
    ],
    [
      'a clock that is forgotten',
      { clocks: without(interviewV1ToV2.clocks, 'recordDue') },
      ['clocks: "recordDue" is not accounted for: carry, rename, drop or restart it'],
    ],
    [
      'a clock that the version before does not have',
      { clocks: { ...interviewV1ToV2.clocks, hearingDue: carry() } },
      ['clocks: v1 has no clock "hearingDue"'],
    ],
    [
      'a clock carried to a version that does not have it',
      { clocks: { ...interviewV1ToV2.clocks, recordDue: carry() } },
      [
        'clocks: "recordDue" becomes "recordDue", which v2 does not have',
        '"recording" goes to recording with "recordDue" running: nothing there answers to its lapse',
      ],
    ],
    [
      'a clock that runs on although the new version counts it by another rule',
      { clocks: { ...interviewV1ToV2.clocks, commitmentDue: carry() } },
      [
        'clocks: "commitmentDue" runs on under interview.commitment.term, but v2 counts "commitmentDue" by interview.followUp.term: restart it',
      ],
    ],
    [
      'two clocks that become one',
      { clocks: { ...interviewV1ToV2.clocks, noticeDue: rename('summonsDue'), meetingDue: rename('summonsDue') } },
      [
        'clocks: "meetingDue" and "noticeDue" both become "summonsDue"',
        'clocks: "noticeDue" runs on under interview.notice.term, but v2 counts "summonsDue" by interview.meeting.term: restart it',
        'newClocks: "noticeDue" is not accounted for: begin it, or say why it begins later',
        '"proposed" goes to proposed with "summonsDue" running: nothing there answers to its lapse',
        '"proposed" goes to proposed, which waits for "noticeDue": nothing starts it',
      ],
    ],
    [
      'a start from an event that neither version knows',
      { clocks: { ...interviewV1ToV2.clocks, commitmentDue: restart(factOf('RECORD_SEALED', 'record.on')) } },
      ['clocks: "commitmentDue" starts with the unknown event RECORD_SEALED'],
    ],
    [
      'a start from a clock that does not exist',
      { newClocks: { ...interviewV1ToV2.newClocks, verificationDue: begin(['verifying'], startOf('checkDue')) } },
      ['newClocks: "verificationDue" starts with "checkDue", which is no clock before'],
    ],
    [
      'a new clock that is forgotten, in a state that waits for it',
      { newClocks: without(interviewV1ToV2.newClocks, 'verificationDue') },
      [
        'newClocks: "verificationDue" is not accounted for: begin it, or say why it begins later',
        '"followingUp" goes to verifying, which waits for "verificationDue": nothing starts it',
      ],
    ],
    [
      'a new clock said to begin later where a procedure waits for it',
      { newClocks: { ...interviewV1ToV2.newClocks, verificationDue: later(reason) } },
      ['"followingUp" goes to verifying, which waits for "verificationDue": nothing starts it'],
    ],
    [
      'a clock lost in a state that waits for it',
      {
        clocks: { ...interviewV1ToV2.clocks, noticeDue: drop(reason) },
        newClocks: { ...interviewV1ToV2.newClocks, noticeDue: later(reason) },
      },
      ['"proposed" goes to proposed, which waits for "noticeDue": nothing starts it'],
    ],
    [
      'a new clock in a state that does not exist',
      { newClocks: { ...interviewV1ToV2.newClocks, followUpDue: begin(['checking'], startOf('followUpDue')) } },
      ['newClocks: "followUpDue" begins in "checking", which is no state of v2'],
    ],
    [
      'a new clock that comes from the version before',
      { newClocks: { ...interviewV1ToV2.newClocks, noticeDue: later(reason), hearingDue: later(reason) } },
      ['newClocks: "noticeDue" comes from the version before already', 'newClocks: v2 has no clock "hearingDue"'],
    ],
  ])('names %s', (_what, changes, faults) => {
    expect([...faultsOf(changes)].sort()).toEqual([...faults].sort());
  });
});
