export { EnterprisesModule } from './enterprises.module.js';
