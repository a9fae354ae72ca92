export default async function tearDownServices() {
  for (const service of globalThis.__ZHIHENG_TEST_SERVICES__ ?? []) await service.stop();
}
