import { expect, test } from 'vitest';
import { ReservationAnswer } from '../../hub/contract/reservation-views.ts';
import { systemClock } from '../../hub/kit/clock.ts';
import { newId } from '../../hub/kit/ids.ts';
import { readiness } from '../kit/ask-hub.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { SellingTills } from '../kit/selling-tills.ts';
import { FAKETIME, SetClock } from '../kit/set-clock.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { until } from '../kit/until.ts';

const HOUR_MS = 3_600_000;
const REST_MS = 200;
/** Longer than the hub takes between two looks at what is due. */
const SOME = 20;

test(
  'a clock that is set ahead by a year expires no reservation, and one whose time is over expires',
  { timeout: 60_000 },
  async (context) => {
    if (FAKETIME === undefined)
      return context.skip('a clock that is set ahead was not tried: there is no libfaketime');
    using temp = tempFolder();
    const shop = await hubFolder(temp.path, { tills: 1 });
    const clock = new SetClock(temp.path);
    await using hub = new HubProcess(shop.config, { env: clock.env });
    await hub.start();
    const body = JSON.stringify({
      reservationId: 'r-1',
      expiresAt: new Date(systemClock.nowMs() + HOUR_MS).toISOString(),
      lines: [{ sku: 'KETTLE', quantity: '1' }],
    });
    const headers = { 'Idempotency-Key': newId() };
    await fetch(`${shop.web}/api/v1/reservations`, { method: 'POST', headers, body });
    const state = async (): Promise<string> => {
      const answer = await fetch(`${shop.web}/api/v1/reservations/r-1`);
      return ReservationAnswer.parse(await answer.json()).state;
    };
    const tills = new SellingTills(shop, REST_MS);
    await tills.sell(SOME);
    clock.set('+400d');
    await until('people are told', async () =>
      /clock.*is not right/.test((await readiness(shop)).problem ?? ''),
    );
    await tills.sell(SOME);
    expect(await state()).toBe('open');
    await tills.close();
    await hub.kill();

    clock.set('+2h');
    await hub.start();
    await until('the reservation expires', async () => (await state()) === 'expired');
    expect(await hub.stop()).toBe(0);
    expectWhole(shop.file);
  },
);
