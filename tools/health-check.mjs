// For the health check of a container: 0 when the process beside it can do its work.
const port = process.env.HEALTH_PORT || process.env.PORT || 3000;
fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(2_500) }).then(
  (answer) => process.exit(answer.ok ? 0 : 1),
  () => process.exit(1),
);
