import specs from '@asyncapi/specs';
import { allWorkflows } from '@zhiheng/workflows';
import { Ajv } from 'ajv';
import { asyncApiDocument } from './document.js';

describe('the AsyncAPI document', () => {
  it('is valid by the official schema of AsyncAPI 3.0', () => {
    const { schemasWithoutId: schemas } = specs as unknown as { schemasWithoutId: Record<string, object> };
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const valid = ajv.compile(schemas['3.0.0']!);
    expect({ valid: valid(asyncApiDocument(allWorkflows)), errors: valid.errors?.slice(0, 5) ?? [] }).toEqual({
      valid: true,
      errors: [],
    });
  });

  it('names every announcement of every workflow', () => {
    const text = JSON.stringify(asyncApiDocument(allWorkflows));
    for (const { name, announcements } of allWorkflows)
      for (const key of Object.keys(announcements)) expect(text).toContain(`"cn.zhiheng.${name}.${key}"`);
  });
});
