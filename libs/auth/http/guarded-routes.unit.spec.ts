import { Controller, Get } from '@nestjs/common';
import { Public, Requires } from './decorators.js';
import { checkGuardedRoutes } from './guarded-routes.js';

@Controller('sound')
class SoundController {
  @Get('open')
  @Public()
  open(): void {}

  @Get('kept')
  @Requires('procedures.read')
  kept(): void {}
}

@Controller('whole')
@Requires('audit.read')
class WholeController {
  @Get()
  kept(): void {}
}

@Controller('forgotten')
class ForgottenController {
  @Get('one')
  @Public()
  one(): void {}

  @Get('two')
  two(): void {}
}

describe('the routes of a process', () => {
  it('each say who may use them, or their controller does', () => {
    expect(() => checkGuardedRoutes([SoundController, WholeController])).not.toThrow();
  });

  it('do not let the process start when one says nothing', () => {
    expect(() => checkGuardedRoutes([SoundController, ForgottenController])).toThrow(
      expect.objectContaining({ code: 'ROUTE_UNGUARDED', found: 'ForgottenController.two' }) as Error,
    );
  });
});
