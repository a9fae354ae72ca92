const HAN = '\\p{Script=Han}，。、；：（）“”《》！？';
const SPACE_BETWEEN_HAN = new RegExp(`(?<=[${HAN}])\\s+(?=[${HAN}])`, 'gu');
const BREAK_BESIDE_HAN = new RegExp(`(?<=[${HAN}])\\s*[\\r\\n]+\\s*|\\s*[\\r\\n]+\\s*(?=[${HAN}])`, 'gu');

/**
 * A cell as a person would read it: no space at the ends, no line break inside Chinese text (a table cell wrapped on the page), runs of space one
 * space, HTML entities of scraped pages resolved.
 */
export function cleanCell(cell: string): string {
  let text = cell.trim();
  if (text === '' || !/[\s&\uFEFF]/.test(text)) return text;
  // Scraped more than once, escaped more than once: &amp;amp;amp;
  while (/&amp;/i.test(text)) text = text.replace(/&amp;/gi, '&');
  text = text
    .replace(/&lt;/gi, '<')
    .replace(/&gt;/gi, '>')
    .replace(/&quot;/gi, '"')
    .replace(/&nbsp;/gi, ' ')
    .replace(/\uFEFF/g, '');
  if (!/\s/.test(text)) return text;
  return text.replace(BREAK_BESIDE_HAN, '').replace(/\s+/g, ' ').trim();
}

/** A Chinese name has no spaces: 湖南省长康 实业有限责 任公司 was wrapped on a page and joined with spaces. */
export function closeUp(name: string): string {
  return name.includes(' ') ? name.replace(SPACE_BETWEEN_HAN, '') : name;
}

/** The form in which two spellings of one name are equal: NFKC (（ and ( alike), no space, lower case. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\s·•]+/g, '')
    .toLowerCase();
}
