// Writes config/calendar/cn/<year>.yaml from the holiday data of the package chinese-days (State Council notices).
// A year is written only when the package knows its New Year holiday: the package answers guesses for years that it does not know.
// A year entered by hand is left alone: it does not begin with the header of this tool.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import chineseDays from 'chinese-days';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../config/calendar/cn');
const HEADER = '# Written by tools/seed-calendar.mjs; later notices are entered by hand.\n';
const [first = '2016', last = '2026'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (let year = Number(first); year <= Number(last); year++) {
  const file = path.join(folder, `${year}.yaml`);
  if (existsSync(file) && !readFileSync(file, 'utf8').startsWith(HEADER)) {
    console.log(`${year}: 人工录入，保持不变 entered by hand, left as it is`);
    continue;
  }
  const days = [...daysOf(year)].map((date) => ({
    date,
    weekend: [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()),
    ...chineseDays.getDayDetail(date),
  }));
  const named = days.filter(({ name }) => name.includes(','));
  const off = named.filter(({ work }) => !work);
  const work = named.filter(({ work, weekend }) => work && weekend);
  if (!off.some(({ date }) => date === `${year}-01-01`)) throw new Error(`${year}: the package does not know this year`);
  const list = (entries) => entries.map(({ date, name }) => `  - ${date} # ${name.split(',')[1]}`).join('\n');
  const text = `${HEADER}year: ${year}\nsource: 国务院办公厅关于${year}年部分节假日安排的通知\noff:\n${list(off)}\nwork:\n${list(work)}\n`;
  writeFileSync(file, work.length === 0 ? text.replace(/work:\n\n$/, 'work: []\n') : text);
  console.log(`${year}: ${off.length} days off, ${work.length} make-up working days`);
}

function* daysOf(year) {
  for (let time = Date.UTC(year, 0, 1); new Date(time).getUTCFullYear() === year; time += 86_400_000)
    yield new Date(time).toISOString().slice(0, 10);
}
