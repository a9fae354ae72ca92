import { Feed } from 'feed';
import type { StoredRecord } from '../reading/read-records.js';
import type { ListName } from '../records/record-change.js';

const TITLES: Readonly<Record<ListName, string>> = {
  blacklist: '严重违法失信名单 Serious violations',
  penalties: '行政处罚 Penalties',
  'spot-checks': '监督抽查（抽检）结果 Spot-check results',
  recalls: '召回 Recalls',
};

/** The newest records of a list as an Atom feed. Ids are the records', whatever address the feed is read at. */
export function atomOf(list: ListName, rows: readonly StoredRecord[], address: string): string {
  const url = `${address}/api/public/${list}`;
  const newest = rows.reduce((most, { changed_at }) => Math.max(most, changed_at.getTime()), 0);
  const feed = new Feed({
    id: `urn:zhiheng:public:${list}`,
    title: TITLES[list],
    link: url,
    copyright: '',
    updated: new Date(newest),
  });
  for (const { record, id, changed_at, published_on } of rows) {
    const { name } = (record['subject'] ?? { name: '' }) as { readonly name: string };
    feed.addItem({
      id: `urn:uuid:${id}`,
      title: printable(`${name}：${String(record['title'] ?? record['withdrawnWhy'] ?? '')}`),
      link: `${url}/${id}`,
      date: changed_at,
      published: new Date(`${published_on}T00:00:00+08:00`),
      description: printable(`${String(record['legalBasis'] ?? '')} ${published_on}`),
    });
  }
  return feed.atom1();
}

// XML 1.0 has no way to write these characters, not even escaped.
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}
