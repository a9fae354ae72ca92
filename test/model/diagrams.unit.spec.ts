import { diagramsOf, pathsOfState, statesOf } from '@zhiheng/workflow-kit';
import { allWorkflows } from '@zhiheng/workflows';

describe('the drawings of a workflow', () => {
  it.each(allWorkflows.map((workflow) => [workflow.name, workflow] as const))(
    '%s: every state is drawn once in its place',
    (_name, workflow) => {
      const drawn = diagramsOf(workflow)
        .map(({ mermaid }) => mermaid)
        .join('\n');
      for (const { path, children } of statesOf(workflow)) {
        const declared = drawn.match(new RegExp(` as ${path.replaceAll('.', '_')}(?= \\{|$)`, 'gm')) ?? [];
        expect([path, declared.length > 0]).toEqual([path, true]);
        expect(children.every((child) => child.startsWith(`${path}.`))).toBe(true);
      }
    },
  );

  it('highlight the active states and nothing else', () => {
    const enforcement = allWorkflows.find(({ name }) => name === 'enforcement')!;
    const inner = statesOf(enforcement).find(({ depth, children }) => depth > 0 && children.length === 0)!.path;
    const outer = inner.split('.')[0]!;
    const drawings = diagramsOf(enforcement, pathsOfState(inner));
    expect(drawings[0]!.mermaid).toMatch(new RegExp(`class ${outer} active$`));
    expect(drawings.find(({ inside }) => inside === outer)!.mermaid).toMatch(
      new RegExp(`class ${inner.replaceAll('.', '_')} active$`),
    );
    expect(drawings.filter(({ mermaid }) => mermaid.includes('classDef'))).toHaveLength(2);
    expect(diagramsOf(enforcement).some(({ mermaid }) => mermaid.includes('classDef'))).toBe(false);
  });

  it('name the states around each active one, once', () => {
    expect(pathsOfState('a.b|a.c.d')).toEqual(['a', 'a.b', 'a.c', 'a.c.d']);
  });
});
