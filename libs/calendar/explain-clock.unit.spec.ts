import type { LegalDate } from '@zhiheng/kernel';
import { compileCalendar, explainClock } from '@zhiheng/calendar';
import { aClock, calendarOfChina, lawTerm, lawTerms } from '@zhiheng/calendar/testing';
import type { ClockGiven } from '@zhiheng/calendar/testing';
import { approverName, stopReason } from './clock-words.js';

const calendar = compileCalendar(calendarOfChina());
const explain = (key: string, on: string, given: Partial<ClockGiven> = {}) => {
  const { rule, citation } = lawTerm(key, on);
  return explainClock(calendar, aClock({ rule, citation, on, ...given }));
};

describe('the sentence of a clock', () => {
  it('verification: start, length, the day and the article', () => {
    expect(explain('enforcement.verification.term', '2026-09-25', { trigger: '登记案件线索' })).toEqual({
      zh: '自2026-09-25（登记案件线索）起15个工作日，起算日不计入；至2026-10-22届满（市场监督管理行政处罚程序规定第十八条）',
      en: '15 working days from 2026-09-25 (登记案件线索), the starting day not counted; due 2026-10-22; 市场监督管理行政处罚程序规定 第十八条',
    });
  });

  it('the case: testing that does not count, an extension by the head, a last day in a public holiday', () => {
    const given = {
      stops: [
        ['testing', '2026-06-10', '2026-06-15'],
        ['hearing', '2026-07-01', '2026-07-02'],
      ],
      extensions: [{ amount: 30, unit: 'calendar-day', approver: '张三', on: '2026-08-20' }],
    } as const;
    expect(explain('enforcement.case.term', '2026-05-28', given)).toEqual({
      zh: '自2026-05-28（立案）起90日，起算日不计入；因检测、检验、检疫、鉴定，2026-06-10至2026-06-14共5日不计入期限；因听证，2026-07-01共1日不计入期限；经负责人（张三）于2026-08-20批准，延长30日；末日2026-10-01适逢节假日放假，顺延；至2026-10-08届满（市场监督管理行政处罚程序规定第六十四条）',
      en: '90 calendar days from 2026-05-28 (立案), the starting day not counted; 5 days from 2026-06-10 not counted for testing, inspection, quarantine or appraisal; 1 day from 2026-07-01 not counted for a hearing; extended by 30 calendar days, approved by the head of the bureau (张三) on 2026-08-20; the last day, 2026-10-01, falls into a public holiday: rolled forward; due 2026-10-08; 市场监督管理行政处罚程序规定 第六十四条',
    });
  });

  it('a case that stands still: the end can only come later', () => {
    const { zh, en } = explain('enforcement.case.term', '2026-03-02', { stops: [['public-notice', '2026-04-01']] });
    expect(zh).toBe(
      '自2026-03-02（立案）起90日，起算日不计入；自2026-04-01起因公告停止计算；恢复计算前暂计至2026-05-31届满（市场监督管理行政处罚程序规定第六十四条）',
    );
    expect(en).toContain('stopped since 2026-04-01 for a public notice; not before 2026-05-31, as long as it stands still');
  });

  it('seizure: two laws, each with its own article', () => {
    expect(explain('enforcement.seizure.term', '2026-03-02', { trigger: '查封、扣押' }).zh).toBe(
      '自2026-03-02（查封、扣押）起30日，起算日不计入；至2026-04-01届满（市场监督管理行政处罚程序规定第三十八条、中华人民共和国行政强制法第二十五条）',
    );
  });

  it('second re-check: a window that opens and closes', () => {
    expect(explain('inspection.secondRecheck.window', '2026-03-02', { trigger: '省级公告' }).zh).toBe(
      '自2026-03-02（省级公告）起89日，起算日不计入；满60日后，2026-05-02起方可进行；至2026-05-30届满（产品质量监督抽查管理暂行办法第四十八条）',
    );
  });

  it('hearing notice: what must wait for the term', () => {
    expect(explain('enforcement.hearing.notice', '2026-04-24', { trigger: '送达听证通知书' }).zh).toBe(
      '自2026-04-24（送达听证通知书）起7个工作日，起算日不计入；至2026-05-08届满，2026-05-09起方可进行（市场监督管理行政处罚听证办法第二十条）',
    );
  });

  it('payment: a last day on a weekend', () => {
    expect(explain('enforcement.payment.term', '2026-05-08', { trigger: '送达' }).zh).toContain(
      '末日2026-05-23适逢休息日，顺延；至2026-05-25届满',
    );
  });

  it('handing over a suspected crime: hours, to the minute, in the time of China', () => {
    expect(
      explain('enforcement.referral.handover', '2026-03-07', { at: '2026-03-06T17:30:00.000Z', trigger: '批准移送' }),
    ).toMatchObject({
      zh: expect.stringContaining('自2026-03-07 01:30（批准移送）起24小时；至2026-03-08 01:30届满') as string,
      en: expect.stringContaining('24 hours from 2026-03-07 01:30 (批准移送); due 2026-03-08 01:30') as string,
    });
  });

  it('into a year without a calendar: provisional, and which notice is missing', () => {
    const { zh, en } = explain('enforcement.case.term', '2026-11-22');
    expect(zh).toContain('暂定至2027-02-20届满（2027年放假安排尚未录入，录入后重新计算）');
    expect(en).toContain('provisionally due 2027-02-20 (the official calendar of 2027 is not entered yet');
  });

  it('a local term says that it is not statutory', () => {
    const { zh, en } = explain('interview.notice.term', '2026-03-02', { trigger: '决定约谈' });
    expect(zh).toContain('起5个工作日');
    expect([zh.endsWith('，非法定期限）'), en.endsWith('local policy, not statutory')]).toEqual([true, true]);
  });

  it('names what the tables do not know as the rule set writes it', () => {
    const rule = { amount: 1, unit: 'month', rollForward: 'none' } as const;
    const facts = aClock({
      rule,
      on: '2026-03-02',
      stops: [
        ['台风', '2026-03-05', '2026-03-06'],
        ['testing', '2026-03-09', '2026-03-09'],
      ],
      extensions: [{ amount: 1, unit: 'year', approver: '局长办公会', on: '2026-03-10' as LegalDate }],
    });
    expect(explainClock(calendar, facts)).toEqual({
      zh: '自2026-03-02（立案）起1个月，起算日不计入；因台风，2026-03-05共1日不计入期限；经局长办公会于2026-03-10批准，延长1年；至2027-04-03届满（本办法第一条）',
      en: '1 month from 2026-03-02 (立案), the starting day not counted; 1 day from 2026-03-05 not counted for 台风; extended by 1 year, approved by 局长办公会 on 2026-03-10; due 2027-04-03; 本办法 第一条',
    });
  });
});

describe('words', () => {
  it('there are Chinese names for every reason and every approver that config writes', () => {
    const terms = lawTerms();
    const reasons = new Set(terms.flatMap(({ rule }) => rule.suspendedBy ?? []));
    const approvers = new Set(terms.flatMap(({ rule }) => (rule.extensions ?? []).map(({ approver }) => approver)));
    expect(reasons.size).toBeGreaterThan(3);
    for (const reason of reasons) expect(stopReason(reason).zh).toMatch(/^[\p{Script=Han}、]+$/u);
    for (const approver of approvers) expect(approverName(approver).zh).toMatch(/^\p{Script=Han}+$/u);
  });
});
