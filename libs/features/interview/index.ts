export { InterviewModule, interviewConsumers } from './interview.module.js';
