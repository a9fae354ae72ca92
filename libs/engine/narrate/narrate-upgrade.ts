import type { Bilingual } from '@zhiheng/kernel';
import type { Workflow } from '@zhiheng/workflow-kit';
import type { LogEntry, Upgraded, UpgradedClock } from '../audit/seal-entry.js';
import type { ClockRecord } from '../state.js';
import { upgradeDataOf } from '../upgrade/upgrade-envelope.js';
import { narrateClock, until } from './narrate-clock.js';
import { stateTitle } from './state-title.js';

/** The two versions between which an upgrade leads. */
export type Versions = { readonly before: Workflow; readonly after: Workflow };

/** What an attempt to upgrade is called. */
export function upgradeTitle(entry: Pick<LogEntry, 'event'>): Bilingual {
  const { from, to } = upgradeDataOf(entry);
  return { zh: `流程由第${from}版升级到第${to}版`, en: `upgrade of the workflow from version ${from} to version ${to}` };
}

/** What an upgrade rests on and where it led the procedure, after who carried it out. */
export function narrateUpgrade(entry: LogEntry, { before, after }: Versions): Bilingual {
  const title = upgradeTitle(entry);
  const { cause, from, to } = entry;
  const { why } = upgradeDataOf(entry);
  const order = cause!.upgrade!;
  const moved =
    from === to
      ? { zh: '，环节不变', en: ', the state stays' }
      : {
          zh: `，由“${stateTitle(before, from).zh}”转入“${stateTitle(after, to).zh}”`,
          en: `, from "${stateTitle(before, from).en}" to "${stateTitle(after, to).en}"`,
        };
  const decided =
    why === undefined ? { zh: '', en: '' } : { zh: `；经决定升级，理由：${why}`, en: `; decided despite a block: ${why}` };
  return {
    zh: `${title.zh}：${order.title.zh}（${order.basis}）${moved.zh}${decided.zh}`,
    en: `${title.en}: ${order.title.en} (${order.basis})${moved.en}${decided.en}`,
  };
}

/** What became of one clock; undefined where another line tells it already. */
export function narrateUpgradedClock(
  upgraded: Upgraded,
  { before, after }: Versions,
  clock: { readonly before: ClockRecord | undefined; readonly after: ClockRecord },
): Bilingual | undefined {
  const { name } = clock.after;
  const titleOf = (key: string): Bilingual => after.clocks[key]?.title ?? before.clocks[key]?.title ?? { zh: key, en: key };
  const notes = upgraded.clocks.filter((note) => note.name === name || (note.how === 'renamed' && note.as === name));
  const find = <H extends UpgradedClock['how']>(how: H) =>
    notes.find((note): note is Extract<UpgradedClock, { readonly how: H }> => note.how === how);
  const dropped = find('dropped');
  if (dropped !== undefined && clock.after.state === 'stopped') {
    const title = before.clocks[name]?.title ?? titleOf(name);
    return { zh: `“${title.zh}”不再计算：${dropped.reason.zh}`, en: `"${title.en}" ends: ${dropped.reason.en}` };
  }
  const renamed = notes.find((note) => note.how === 'renamed');
  if (renamed?.how === 'renamed') {
    if (renamed.as !== name) return undefined;
    const old = before.clocks[renamed.name]?.title ?? titleOf(renamed.name);
    const own = titleOf(name);
    return {
      zh: `“${old.zh}”改为“${own.zh}”，继续计算，${until(clock.after).zh}`,
      en: `"${old.en}" goes on as "${own.en}", ${until(clock.after).en}`,
    };
  }
  if (find('restarted') !== undefined) {
    const own = titleOf(name);
    return {
      zh: `“${own.zh}”按新规定自${clock.after.startedOn}重新起算，${until(clock.after).zh}`,
      en: `"${own.en}" runs anew from ${clock.after.startedOn} under the new rule, ${until(clock.after).en}`,
    };
  }
  const isUntold = find('begun') === undefined && (clock.after.state === 'stopped' || clock.after.state === 'lapsed');
  return isUntold ? undefined : narrateClock(titleOf(name), clock);
}
