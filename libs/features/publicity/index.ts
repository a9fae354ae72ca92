export { keepPublicList } from './consumers/keep-public-list.js';
export { PublicityModule } from './publicity.module.js';
