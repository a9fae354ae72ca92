export { InspectionModule, inspectionConsumers } from './inspection.module.js';
