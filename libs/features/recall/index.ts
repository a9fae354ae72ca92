export { RecallModule, recallConsumers } from './recall.module.js';
