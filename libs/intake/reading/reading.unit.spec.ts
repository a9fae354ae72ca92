import fc from 'fast-check';
import { cleanCell, closeUp, nameKey } from './clean-text.js';
import { decodeText } from './decode-text.js';
import { parseCsv } from './parse-csv.js';

// 判定,合格 in GBK.
const GBK = Uint8Array.from([0xc5, 0xd0, 0xb6, 0xa8, 0x2c, 0xba, 0xcf, 0xb8, 0xf1]);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16le = (text: string): Uint8Array =>
  Uint8Array.from([...text].flatMap((character) => [character.charCodeAt(0) & 255, character.charCodeAt(0) >> 8]));

describe('decoding', () => {
  it('UTF-8 with and without a byte order mark', () => {
    expect(decodeText(utf8('判定'))).toEqual({ text: '判定', encoding: 'utf-8', bom: false, replaced: 0 });
    expect(decodeText(Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8('判定')]))).toEqual({
      text: '判定',
      encoding: 'utf-8',
      bom: true,
      replaced: 0,
    });
  });

  it('GBK is recognised by not being UTF-8', () => {
    expect(decodeText(GBK)).toEqual({ text: '判定,合格', encoding: 'gb18030', bom: false, replaced: 0 });
  });

  it('UTF-16 with a mark, and without one by its zero bytes', () => {
    expect(decodeText(Uint8Array.from([0xff, 0xfe, ...utf16le('判定\t合格')]))).toMatchObject({
      text: '判定\t合格',
      encoding: 'utf-16le',
      bom: true,
    });
    expect(decodeText(Uint8Array.from([0xfe, 0xff, 0x52, 0x24]))).toMatchObject({
      text: '判',
      encoding: 'utf-16be',
      bom: true,
    });
    expect(decodeText(utf16le('产品,判定,2021-01-01\n'))).toMatchObject({
      text: '产品,判定,2021-01-01\n',
      encoding: 'utf-16le',
      bom: false,
    });
  });

  it('a UTF-8 file cut in the middle of a character stays UTF-8 and says so', () => {
    const bytes = utf8('国内监督抽查(陕西省市场监督管理局)'.repeat(20));
    expect(decodeText(bytes.subarray(0, bytes.length - 2))).toMatchObject({ encoding: 'utf-8', replaced: 1 });
  });

  it('any text survives as UTF-8', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\u0000') && !text.includes('�')),
        (text) => decodeText(utf8(`判${text}`)).text === `判${text}`,
      ),
    );
  });
});

describe('parsing', () => {
  it('numbers records by the line on which they begin, also after line breaks inside cells', () => {
    const rows = parseCsv('产品,企业\r\n酱油,"武汉市洪山区丹辰干调\n商行"\r\n"河蚌肉\r\n（贝类）",/\r\n\r\n醋,甲\r\n');
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 4, 6, 7]);
    expect(rows[1]!.cells).toEqual(['酱油', '武汉市洪山区丹辰干调\n商行']);
    expect(rows[3]!.cells).toEqual(['']);
  });

  it('ragged rows and quotes inside cells are taken as they are', () => {
    expect(parseCsv('a,b\n1\n1,2,3\n24"60cm,x').map(({ cells }) => cells)).toEqual([
      ['a', 'b'],
      ['1'],
      ['1', '2', '3'],
      ['24"60cm', 'x'],
    ]);
  });

  it('a row of blank cells is a row; blank lines at the end are not', () => {
    expect(parseCsv('a,b\n,\n\n\n')).toHaveLength(2);
  });

  it('tabs of a spreadsheet are found by the first line', () => {
    expect(parseCsv('产品\t判定\n油, 菜籽\t合格')[1]!.cells).toEqual(['油, 菜籽', '合格']);
  });

  it('an unclosed quote is told with the line on which its record begins', () => {
    expect(() => parseCsv('a,b\n"x\ny",2\n3,"open\n4,5\n6,7')).toThrow(/CSV_UNPARSABLE.*第4行/);
  });

  it('line numbers are those an editor shows', () => {
    const cell = fc.constantFrom('甲', '乙\n丙', '', '丁\r\n戊', '"引"', ',');
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 12 }), (records) => {
        const text = records.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join('\n');
        const lines = text.split('\n');
        for (const { line, cells } of parseCsv(text))
          expect(lines[line - 1]!.startsWith(`"${cells[0]!.replaceAll('"', '""').split('\n')[0]!}`)).toBe(true);
      }),
    );
  });
});

describe('cleaning', () => {
  it('a wrapped name is closed up, English words keep their space', () => {
    expect(cleanCell('  食品添加剂\n鸡肉粉精GY3232（普\nB）型　')).toBe('食品添加剂鸡肉粉精GY3232（普B）型');
    expect(closeUp(cleanCell('湖南省长康 实业有限责 任公司 '))).toBe('湖南省长康实业有限责任公司');
    expect(cleanCell('Infomed\nS.A.')).toBe('Infomed S.A.');
  });

  it('entities of a page scraped twice are resolved', () => {
    expect(cleanCell('https://x.cn/?id=1&amp;amp;spm=2')).toBe('https://x.cn/?id=1&spm=2');
  });

  it('full-width and half-width names are one', () => {
    expect(nameKey('美国（中国）公司 ')).toBe(nameKey('美国(中国) 公司'));
  });
});
