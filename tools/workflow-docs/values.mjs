// Policy values in words.
const UNITS = {
  'working-day': '个工作日 working days',
  'calendar-day': '日 calendar days',
  hour: '小时 hours',
  month: '个月 months',
  year: '年 years',
};
const DIRECTIONS = { due: '', 'not-before': '满后方可 not before', window: '期间 window' };
const ROLLS = {
  none: '',
  'next-working-day': '末日顺延至工作日 rolls to the next working day',
  'after-statutory-holiday': '末日遇法定节假日顺延 rolls over statutory holidays',
};

const span = ({ amount, unit }) => `${amount} ${UNITS[unit]}`;

export function termInWords(rule) {
  return [
    rule.direction === 'window' && rule.opensAfter ? `${span(rule.opensAfter)} → ${span(rule)}` : span(rule),
    DIRECTIONS[rule.direction],
    ROLLS[rule.rollForward ?? 'none'],
    rule.suspendedBy?.length > 0 ? `停止计算 stops for: ${rule.suspendedBy.join(', ')}` : '',
    ...(rule.extensions ?? []).map((extension) => `+${span(extension)}（${extension.approver}）`),
  ]
    .filter((part) => part !== '')
    .join('；');
}

export function valueInWords({ kind, value }) {
  if (kind === 'term') return termInWords(value);
  if (kind === 'amount') return `${value} 元 yuan`;
  return Array.isArray(value) ? value.join(', ') : String(value);
}

export function sourceInWords({ citation, statutory }) {
  return `${citation.zh}${citation.article === undefined ? '' : ` ${citation.article}`}${statutory ? '' : '（非法定 not statutory）'}`;
}
