import { field, form } from '@zhiheng/workflow-kit';
import type { Field } from '@zhiheng/workflow-kit';

const { choice, flag, list, optional, people, text } = field;

/** What a published table may leave blank: an empty text says "not stated". */
export const stated = (title: string): Field<string | undefined> => ({
  schema: { title, type: 'string', maxLength: 20_000 },
  required: false,
});

const item = form({
  name: text('检验项目'),
  measured: stated('实测值'),
  limit: stated('标准要求'),
  key: flag('涉及人体健康和人身、财产安全的关键项目'),
  microbiological: optional(flag('微生物指标（食品抽检办法第三十一条：不予复检）')),
});

export const failedItems = list('不合格项目', item);
export const atLeastOneFailedItem: typeof failedItems = {
  ...failedItems,
  schema: { ...failedItems.schema, minItems: 1 },
};

/** Which order the check follows. Not stated means product: data from before food had a branch of its own stays valid. */
export const regime = optional(choice('适用规定', { product: '产品质量监督抽查', food: '食品安全抽样检验' }));

export const sampled = {
  sampleId: text('样品编号'),
  product: text('产品名称'),
  category: stated('产品类别'),
  regime,
  producerName: stated('标称生产者'),
  sampledUnitName: stated('被抽样单位'),
  producerElsewhere: optional(flag('生产者在本行政区域以外')),
  nominalProducer: optional(flag('样品在销售者处抽取，另有标称的生产者')),
};

export const testReport = {
  reportNo: text('检验报告编号'),
  laboratory: text('检验机构'),
  testers: people('检验人员', 1),
};

export const officers = ['inspector', 'case-handler'] as const;
export const partyOrOfficer = ['party', ...officers] as const;
export const laboratoryOrOfficer = ['laboratory', 'inspector'] as const;
