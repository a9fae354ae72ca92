export { EnforcementModule, enforcementConsumers } from './enforcement.module.js';
