export { keepPublicList } from './consumers/keep-public-list.js';
export { keepPublicRecords } from './consumers/keep-public-records.js';
export { PublicityModule } from './publicity.module.js';
