import { field, form } from '@zhiheng/workflow-kit';
import { PENALTY_KINDS } from './penalty.js';

/** One penalty, proposed or decided. */
export const penaltyForm = form({
  kind: field.choice('处罚种类', PENALTY_KINDS),
  amount: field.optional(field.amount('金额或者价值（元）')),
  until: field.optional(field.date('限制期限届满日')),
});

/** How a document was served 送达; the legal date of the event is the day of service. */
export const serviceFields = {
  method: field.choice('送达方式', {
    direct: '直接送达',
    left: '留置送达',
    electronic: '电子送达',
    mail: '邮寄送达',
    entrusted: '委托、转交送达',
  }),
  proof: field.text('送达凭证（送达日期即本事实的日期）'),
  addressConfirmed: field.optional(field.flag('已签订送达地址确认书')),
  witnessed: field.optional(field.flag('有见证人或者拍照、录像')),
};
