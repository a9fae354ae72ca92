// The part of a Markdown page that a program owns; what stands around it is written by hand and kept.
import fs from 'node:fs';
import path from 'node:path';

const START = '<!-- generated:start -->';
const END = '<!-- generated:end -->';

/** The page as it should be: `text` between the markers. A page without markers, or none at all, becomes a page of its own. */
export function withBlock(page, text) {
  const block = `${START}\n\n${text.trim()}\n\n${END}`;
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) return `${page.trim() === '' ? '' : `${page.trimEnd()}\n\n`}${block}\n`;
  return `${page.slice(0, start)}${block}${page.slice(end + END.length)}`;
}

export function readPage(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}

export function writeBetweenMarkers(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, withBlock(readPage(file), text));
}
