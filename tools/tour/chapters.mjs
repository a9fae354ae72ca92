// The tour as data: what is typed, and what must be answered. Ids and dates are found on the way and kept in the notes `n`.

const json = (data) => JSON.stringify(data);
const send = (id, event, data, role, as = `${role}-1`) => ({
  run: (n) => ['send', n[id], event, json(data), '--role', role, '--as', as],
});
const moves = (id, event, data, role, { to, why, as }) => ({
  ...send(id, event, data, role, as),
  why,
  expect: `✓ ${event} → ${to}`,
});
const refused = (id, event, data, role, { because, why, as }) => ({
  ...send(id, event, data, role, as),
  why,
  expect: ['✗', because],
});
/** Looks at the clock of a procedure, unseen, and notes the day after its last one. */
const noteDue = (id, clock, as) => ({
  look: (n) => ['explain', n[id], '--json'],
  keep: (text) => {
    const found = JSON.parse(text).clocks.find(({ name, state }) => name === clock && state === 'running');
    if (found === undefined) throw new Error(`应有期限 expected a running clock ${clock}\n  实际 found: ${text}`);
    return { [as]: dayAfter(found.dueOn) };
  },
});
const until = (day, { why, expect = '已处理完毕' }) => ({ why, run: (n) => ['clock', n[day]], expect });
const idOf = (text, workflow, state) =>
  text
    .split('\n')
    .map((line) => line.split('\t'))
    .find(([, name, at]) => name === workflow && (state === undefined || at.startsWith(state)))?.[0];

const penalties = [{ kind: 'fine', amount: 60000 }];

/** @param {{ file: string | undefined }} given spot-check results to import; without them a file of our own */
export function chapters({ file }) {
  return [
    {
      title: '1. 一行数据 A line in a file',
      steps: [
        ...(file === undefined
          ? [
              {
                why: '生成示例数据：同一种子，文件相同。Sample data of our own; the same seed gives the same files.',
                run: (n) => ['generate', `${n.home}/demo`, '--samples', '120', '--enterprises', '100'],
                expect: 'spot-checks.csv',
                keep: (_, n) => ({ file: `${n.home}/demo/spot-checks.csv` }),
              },
              {
                why: '企业名录在先，样品即可对应到统一社会信用代码。With the enterprises first, samples find the credit code of their maker.',
                run: (n) => ['import', 'enterprises', `${n.home}/demo/enterprises.csv`],
                expect: '采纳 accepted 100',
              },
            ]
          : []),
        {
          why: '导入抽检结果。每个不合格样品开启一个监督抽查程序；合格的不开。Each non-conforming sample opens an inspection; the others open nothing.',
          run: (n) => ['import', 'spot-checks', file ?? n.file],
          expect: '新开程序 procedures opened',
        },
        {
          why: '再导入一次：不增加任何程序。The same file again: nothing new.',
          run: (n) => ['import', 'spot-checks', file ?? n.file],
          expect: ['新增 new 0', '新开程序 procedures opened 0'],
        },
        {
          run: () => ['list', '--workflow', 'inspection', '--limit', '10000'],
          expect: 'inspection\tnotifying',
          keep: (text) => ({ candidates: text.split('\n').map((line) => line.split('\t')[0]) }),
        },
        {
          why: '跟踪一个关键项目不合格的样品，本市企业优先。A sample with a failed key item is the one to follow, of this city if there is one.',
          seek: {
            among: (n) => n.candidates,
            at: (id) => `/api/procedures/${id}/log`,
            pick: (id, { entries }) => {
              const { facts, party } = {
                facts: entries[0].entry.cause.rule.facts,
                party: entries[0].entry.opening.subject.name,
              };
              if (!facts.keyItemFailed || facts.producerElsewhere || facts.regime === 'food') return undefined;
              const failed = facts.items.map(({ name, measured, limit }) => `${name} ${measured}（${limit}）`).join('；');
              return {
                notes: { inspection: id, party },
                preferred: party.startsWith('中山'), // the place that is configured
                text: `${facts.origin.file} 第${facts.origin.line}行 line ${facts.origin.line}\n${party}：${facts.product}\n${failed}\n→ inspection ${id}`,
              };
            },
          },
        },
      ],
    },
    {
      title: '2. 告知与异议期 Notice and objection',
      steps: [
        {
          why: '当前环节、可办事项、期限及依据。Where it stands, what may happen next, and why not.',
          run: (n) => ['explain', n.inspection],
          expect: 'CONCLUSION_SERVED',
        },
        refused(
          'inspection',
          'RECTIFICATION_ORDERED',
          { orderNo: '中市监责改〔2026〕1号', requirements: '停止生产销售并整改' },
          'inspector',
          {
            because: 'EVENT_NOT_EXPECTED',
            why: '尚未告知，不能责令改正：拒绝也记入办理记录。No order before the notice: the refusal is on the log too.',
          },
        ),
        moves(
          'inspection',
          'CONCLUSION_SERVED',
          { method: 'direct', receivedBy: '办公室', producerTold: true, platformTold: true },
          'inspector',
          {
            to: 'objecting.open',
          },
        ),
        noteDue('inspection', 'objectionDue', 'objectionOver'),
        { run: (n) => ['explain', n.inspection], expect: '异议处理申请期限' },
        until('objectionOver', {
          why: '十五日内没有异议：把时钟拨到期限届满的次日。No objection in fifteen days: the clock is set to the day after.',
        }),
      ],
    },
    {
      title: '3. 规则手册立案 The rulebook opens a case',
      steps: [
        {
          why: '关键项目不合格，规则手册开启立案查处和约谈。A key item failed: the rulebook opened a case and an interview.',
          run: (n) => ['list', '--subject', n.party],
          expect: ['enforcement\tverifying', 'interview\t'],
          keep: (text) => ({ enforcement: idOf(text, 'enforcement'), interview: idOf(text, 'interview') }),
        },
        {
          why: '为什么开启：规则和条文写在记录里。Why it was opened: the rule and its source are on the log.',
          run: (n) => ['log', n.enforcement],
          expect: 'key-item-failure-opens-case',
        },
      ],
    },
    {
      title: '4. 改正与复查 Rectification and re-check',
      steps: [
        moves(
          'inspection',
          'RECTIFICATION_ORDERED',
          { orderNo: '中市监责改〔2026〕1号', requirements: '停止生产销售并整改' },
          'inspector',
          { to: 'rectifying' },
        ),
        moves('inspection', 'RECTIFICATION_REPORTED', { measures: '更换配方，召回库存' }, 'party', { to: 'rectifying' }),
        moves('inspection', 'RECHECK_CONDUCTED', { samplers: ['inspector-1', 'inspector-2'], sampleId: 'FC-1' }, 'inspector', {
          to: 'rechecking',
        }),
        moves(
          'inspection',
          'RECHECK_PASSED',
          { reportNo: 'FJ-1', laboratory: '市质检所', testers: ['tester-1'] },
          'laboratory',
          {
            to: 'closed（办结 closed）',
          },
        ),
      ],
    },
    {
      title: '5. 立案查处 The case',
      steps: [
        moves(
          'enforcement',
          'FILED',
          {
            grounds: ['产品质量法 第四十九条'],
            evidence: true,
            punishable: true,
            competent: true,
            timely: true,
            officers: ['handler-1', 'handler-2'],
          },
          'head',
          { to: 'handling' },
        ),
        moves(
          'enforcement',
          'INVESTIGATION_REPORTED',
          {
            findings: '生产销售不合格产品，事实清楚',
            proposal: 'penalty',
            publicInterest: false,
            complex: false,
            byLaw: false,
          },
          'case-handler',
          { to: 'handling', as: 'handler-1' },
        ),
        moves('enforcement', 'REVIEW_STARTED', { kind: 'case' }, 'reviewer', { to: 'handling', as: 'reviewer-1' }),
        refused('enforcement', 'REVIEW_AGREED', { opinion: '同意' }, 'reviewer', {
          as: 'handler-1',
          because: '审核人员不是本案办案人员',
          why: '办案人员不得审核本案。An officer of the case may not review it.',
        }),
        moves('enforcement', 'REVIEW_AGREED', { opinion: '同意' }, 'reviewer', { to: 'handling', as: 'reviewer-1' }),
        moves(
          'enforcement',
          'PROPOSAL_APPROVED',
          { penalties, partyKind: 'organisation', grounds: '事实、理由、依据', hearingTold: true },
          'head',
          { to: 'handling' },
        ),
        moves('enforcement', 'NOTICE_SERVED', { method: 'direct', proof: '送达回证' }, 'case-handler', {
          to: 'handling',
          as: 'handler-1',
        }),
        moves('enforcement', 'RIGHTS_WAIVED', { record: '书面声明' }, 'party', { to: 'handling' }),
        moves(
          'enforcement',
          'PENALTY_DECIDED',
          {
            decisionNo: '中市监处罚〔2026〕1号',
            penalties,
            discretion: 'severe',
            sector: 'other',
            sameProvince: true,
            listedGround: '7-2',
            reasons: '从重处罚',
          },
          'head',
          {
            to: 'decided',
            why: '就所列违法行为从重罚款：较重行政处罚。A fine by the severe step on a listed ground: a grave penalty.',
          },
        ),
        moves('enforcement', 'DECISION_SERVED', { method: 'direct', proof: '送达回证', publicityTold: true }, 'case-handler', {
          to: 'decided',
          as: 'handler-1',
        }),
        moves('enforcement', 'PERFORMED', { paid: 60000, lateFine: 0, detail: '足额缴纳' }, 'party', { to: 'decided' }),
        moves('enforcement', 'PENALTY_PUBLISHED', { place: '国家企业信用信息公示系统', secrecyReviewed: true }, 'publisher', {
          to: 'decided',
        }),
        moves('enforcement', 'CLOSING_APPROVED', {}, 'head', { to: 'decided' }),
      ],
    },
    {
      title: '6. 列入名单 The listing',
      steps: [
        {
          why: '较重行政处罚使规则手册提出列入建议。The grave penalty made the rulebook propose a listing.',
          run: () => ['list', '--workflow', 'blacklist'],
          expect: 'blacklist\tproposal.assessing',
          keep: (text) => ({ blacklist: idOf(text, 'blacklist') }),
        },
        moves(
          'blacklist',
          'CONDITIONS_ASSESSED',
          {
            actEstablished: true,
            serious: true,
            gravePenalty: 'heavier-fine',
            noIntentProven: false,
            factors: '关键项目不合格，货值较大',
          },
          'case-handler',
          { to: 'proposal.noticing' },
        ),
        moves(
          'blacklist',
          'PRIOR_NOTICE_SERVED',
          { noticeNo: '中市监列告〔2026〕1号', withPenaltyNotice: true },
          'case-handler',
          { to: 'proposal.defence' },
        ),
        noteDue('blacklist', 'defenceDue', 'defenceOver'),
        until('defenceOver', { why: '五个工作日内没有陈述、申辩。No statement within five working days.' }),
        refused('blacklist', 'LISTING_DECIDED', listing, 'head', {
          because: '已报经上一级同意',
          why: '未经上一级同意，不能列入（第二十二条）。Not without the consent of the level above.',
        }),
        moves('blacklist', 'CONSENT_REQUESTED', { requestNo: '中市监请〔2026〕1号' }, 'case-handler', {
          to: 'proposal.consent',
        }),
        moves(
          'blacklist',
          'CONSENT_GIVEN',
          { consentNo: '粤市监复〔2026〕1号', bureau: '广东省市场监督管理局' },
          'upper-bureau',
          { to: 'proposal.deciding' },
        ),
        moves('blacklist', 'LISTING_DECIDED', listing, 'head', { to: 'listed.publishing.here' }),
        moves('blacklist', 'DECISION_SERVED', { method: '直接送达' }, 'case-handler', { to: 'listed.publishing.here' }),
        {
          why: '公示前名单为空。Before publication the list is empty.',
          get: () => '/api/public/blacklist',
          expect: '"items": []',
        },
        moves('blacklist', 'PUBLISHED', { publicAt: '国家企业信用信息公示系统' }, 'publisher', {
          to: 'listed.published.shown',
        }),
        {
          why: '名单对公众公开。Everybody may read it.',
          get: () => '/api/public/blacklist',
          expect: (n) => [n.party, '中市监列〔2026〕1号'],
        },
      ],
    },
    {
      title: '7. 三年后自动移出 Three years later',
      steps: [
        noteDue('blacklist', 'listingTerm', 'listingOver'),
        { run: (n) => ['explain', n.blacklist], expect: '列入期限' },
        until('listingOver', {
          why: '列入之日起满三年，自动移出（第二十一条）。Three years after the decision it ends by itself.',
        }),
        { get: () => '/api/public/blacklist', expect: '"items": []' },
        moves('blacklist', 'PUBLICITY_STOPPED', {}, 'publisher', { to: 'removed（办结 closed）' }),
        {
          why: '全过程。The whole story.',
          run: (n) => ['log', n.blacklist],
          expect: ['LISTING_PROPOSED', 'LISTING_TERM_LAPSED', 'PUBLICITY_STOPPED'],
        },
      ],
    },
    {
      title: '8. 校验 Proof',
      steps: [
        {
          why: '没有无法处理的消息。No message was left that could not be handled.',
          run: () => ['dead-letters', 'list'],
          expect: '没有 none',
        },
        { why: '散列链完整。The hash chain of every log holds.', run: () => ['verify-chain'], expect: '差错 faults 0' },
        {
          why: '不读配置，按记录重新裁定，结果相同。Decided again from the log alone, every history comes out the same.',
          run: () => ['replay'],
          expect: '差错 faults 0',
        },
      ],
    },
  ];
}

const listing = {
  decisionNo: '中市监列〔2026〕1号',
  decidedBy: '中山市市场监督管理局',
  baseDecisionNo: '中市监处罚〔2026〕1号',
  cause: '生产销售关键项目不合格产品，受到较重行政处罚',
  legalBasis: '市场监督管理严重违法失信名单管理办法 第七条第（二）项',
  measures: '列为重点监管对象，提高检查频次，不适用告知承诺制',
  removalTerms: '满三年自动移出；满一年可以申请提前移出',
  remedies: '六十日内申请行政复议，六个月内提起行政诉讼',
  subjectLocal: true,
};

function dayAfter(date) {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}
