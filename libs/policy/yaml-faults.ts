import type { Bilingual } from '@zhiheng/kernel';
import type { YAMLError } from 'yaml';
import type { ConfigFault, Place } from './config-file.js';

const REASONS: Readonly<Partial<Record<YAMLError['code'], Bilingual>>> = {
  TAB_AS_INDENT: { zh: '缩进不能用制表符（Tab），应用空格', en: 'indent with spaces, not with tab characters' },
  DUPLICATE_KEY: { zh: '同一层的键重复', en: 'the same key stands twice in one map' },
  BAD_INDENT: { zh: '缩进不对，同一层应对齐', en: 'wrong indentation: what belongs together must be aligned' },
  MULTIPLE_DOCS: { zh: '一个文件只能有一份文档，不能用 --- 分隔', en: 'one document a file: no --- separators' },
  MISSING_CHAR: {
    zh: '缺少字符（引号、括号、逗号或冒号后的空格）',
    en: 'a character is missing (quote, bracket, comma or the space after a colon)',
  },
  UNEXPECTED_TOKEN: { zh: '此处不应有这些字符', en: 'unexpected characters' },
  MULTILINE_IMPLICIT_KEY: { zh: '键不能跨行，可能缺少冒号', en: 'a key must stand on one line; a colon may be missing' },
  BLOCK_IN_FLOW: { zh: '花括号、方括号内不能换用缩进写法', en: 'no indented block inside braces or brackets' },
  BLOCK_AS_IMPLICIT_KEY: {
    zh: '一行内出现两个“键: 值”，含冒号的文本应加引号',
    en: 'two "key: value" on one line; put text that contains a colon in quotes',
  },
  TAG_RESOLVE_FAILED: { zh: '不支持的标签（!…）', en: 'unsupported tag (!…)' },
  BAD_ALIAS: { zh: '别名（*…）写法不对', en: 'malformed alias (*…)' },
  BAD_DQ_ESCAPE: { zh: '双引号内的转义不对', en: 'wrong escape in double quotes' },
  BAD_SCALAR_START: { zh: '文本不能以此字符开头，应加引号', en: 'text cannot start with this character: put it in quotes' },
};

/** What is wrong with the YAML itself. The parser's own words follow, because they name the characters. */
export function yamlFault(
  place: Place,
  trouble: YAMLError | { code: YAMLError['code']; message: string },
  text: string,
): ConfigFault {
  const known = REASONS[trouble.code] ?? { zh: 'YAML 语法错误', en: 'YAML syntax error' };
  const line = text.split('\n')[place.line - 1]?.trim() ?? '';
  // A Chinese input method writes 「：」, which YAML does not take for a colon.
  const fullWidth = line.includes('：') && !/:(\s|$)/.test(line);
  return {
    ...place,
    reason: {
      zh: `${known.zh}${fullWidth ? '；此行用了全角冒号“：”，应为半角“: ”' : ''}（${trouble.message}）`,
      en: `${known.en}${fullWidth ? '; this line has a full-width colon, expected ": "' : ''} (${trouble.message})`,
    },
    expected: 'YAML 1.2',
    found: line.slice(0, 80),
  };
}
