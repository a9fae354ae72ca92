// The command of the image: node tools/app.mjs <app> [arguments]. Without a name: everything in one process.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const apps = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../dist/apps');
const names = fs.existsSync(apps) ? fs.readdirSync(apps).filter((name) => fs.existsSync(`${apps}/${name}/main.js`)) : [];
const [name = 'standalone', ...args] = process.argv.slice(2);
if (!names.includes(name)) {
  process.stderr.write(`没有这个程序 No such app: ${name}\n可选 One of: ${names.join(' ')}\n`);
  process.exit(2);
}
const main = `${apps}/${name}/main.js`;
process.argv = [process.argv[0], main, ...args];
await import(main);
