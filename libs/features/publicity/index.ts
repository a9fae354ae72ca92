export { PublicityConsumersModule, publicityConsumers } from './publicity-consumers.module.js';
export { PublicityModule } from './publicity.module.js';
