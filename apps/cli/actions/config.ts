import path from 'node:path';
import { createRegistry } from '@zhiheng/engine';
import { expectationsOf } from '@zhiheng/platform';
import { checkConfig, parseConfig, showFault } from '@zhiheng/policy';
import type { ConfigFault } from '@zhiheng/policy';
import { findProjectRoot, readConfigFiles } from '@zhiheng/policy-files';
import { allUpgrades, allWorkflows } from '@zhiheng/workflows';
import { EXIT } from '../exit-codes.js';
import { print, printJson } from '../print.js';

/** Every fault of a configuration, alone and together with the workflows. Needs no database. */
export async function checkConfiguration({
  folder,
  json,
}: {
  readonly folder?: string;
  readonly json: boolean;
}): Promise<void> {
  const { files, faults: unread } = await readConfigFiles(findProjectRoot(), folder === undefined ? {} : { folder });
  const faults = (unread.length > 0 ? unread : faultsOf(files)).map((fault) => placedIn(folder, fault));
  if (faults.length > 0) process.exitCode = EXIT.failed;
  if (json) return printJson({ files: files.length, faults });
  for (const fault of faults) print(showFault(fault));
  print(
    faults.length === 0
      ? `✓ 配置没有差错，与流程一致 sound, and fits the workflows（${files.length} 个文件 files）`
      : `✗ ${faults.length} 处差错 faults`,
  );
}

function faultsOf(files: Parameters<typeof parseConfig>[0]): readonly ConfigFault[] {
  const parsed = parseConfig(files);
  return 'faults' in parsed ? parsed.faults : checkConfig(parsed, expectationsOf(createRegistry(allWorkflows, allUpgrades)));
}

// Another folder is read in the place of config/; its faults name the files where they really are.
function placedIn(folder: string | undefined, fault: ConfigFault): ConfigFault {
  return folder === undefined ? fault : { ...fault, file: path.join(folder, fault.file.replace(/^config\//, '')) };
}
