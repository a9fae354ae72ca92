export function table(head, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}

function cell(text) {
  return String(text ?? '')
    .replaceAll('|', '\\|')
    .replaceAll('\n', '<br>');
}

export const both = ({ zh, en }) => `${zh}<br>${en}`;
export const code = (text) => `\`${text}\``;
export const none = '—';
