import { describe, expect, test } from 'vitest';
import { attentionOf } from '../../src/attention.ts';
import { trayModel } from '../../src/tray/model.ts';
import { line, noticeLine, openClicks, parseAnswer, showLine } from '../../src/tray/native/protocol.ts';
import { cart, home, now, project, survey } from '../helpers/shop.ts';

const model = trayModel({ attention: attentionOf(survey([project([cart])])), now, home, silent: false });

type Line = { readonly label: string; readonly click: number | null; readonly items: readonly Line[] };

/** Labels, and the numbers that clicks on them have. */
function brief(items: readonly Line[], indent = ''): readonly string[] {
  return items.flatMap(({ label, click, items: below }) => [
    `${indent}${label}${click === null ? '' : ` → ${click}`}`,
    ...brief(below, `${indent}  `),
  ]);
}

describe('the native icons', () => {
  test('are told the whole picture in one line, and know clicks by numbers only', () => {
    const clicks = openClicks();
    const text = showLine(model, clicks);
    expect(text).not.toContain('\n');
    const { show } = JSON.parse(text);
    expect({ ...show, menu: show.menu.length }).toMatchInlineSnapshot(`
      {
        "badge": 1,
        "menu": 9,
        "state": "waiting",
        "tooltip": "kg: 1 waiting
      waiting: Rework the cart so prices are kept in cents (feature/cart), permission prompt",
      }
    `);
    expect(show.menu.slice(2, 5)).toMatchInlineSnapshot(`
      [
        {
          "checked": false,
          "click": null,
          "items": [],
          "label": "shop",
          "separator": false,
        },
        {
          "checked": false,
          "click": 1,
          "items": [],
          "label": "● waiting 9m · Rework the cart so prices are kept in cents · feature/cart",
          "separator": false,
        },
        {
          "checked": false,
          "click": null,
          "items": [],
          "label": "",
          "separator": true,
        },
      ]
    `);
    expect(brief(show.menu)).toMatchInlineSnapshot(`
      [
        "1 waiting",
        "",
        "shop",
        "● waiting 9m · Rework the cart so prices are kept in cents · feature/cart → 1",
        "",
        "Jump, copy, open, mute …",
        "  feature/cart: Rework the cart so prices are kept in cents",
        "    Open last checkpoint → 1",
        "    Jump to its terminal",
        "    Copy resume command → 2",
        "    Open worktree → 3",
        "    Checkpoint now → 4",
        "    Mute → 5",
        "Mute all notifications → 6",
        "Look again now → 7",
        "Quit kg tray → 8",
      ]
    `);
    expect(clicks.click(1)).toEqual({ do: 'checkpoint', session: cart.sessions[0]?.id });
    expect(showLine(model, clicks)).toBe(text);
    expect(clicks.click(99)).toBeUndefined();
  });

  test('a notice, a withdrawal, the end', () => {
    const clicks = openClicks();
    const notice = { slot: 's', title: 'T', body: 'B', urgent: false };
    expect([
      noticeLine({ ...notice, actions: [{ key: 'k', label: 'L', click: { do: 'quit' } }] }, clicks),
      noticeLine({ ...notice, actions: [] }, clicks),
      line({ withdraw: 's' }),
      line({ quit: true }),
    ]).toEqual([
      '{"notify":{"slot":"s","title":"T","body":"B","click":1}}',
      '{"notify":{"slot":"s","title":"T","body":"B","click":null}}',
      '{"withdraw":"s"}',
      '{"quit":true}',
    ]);
  });

  test('their answers are checked', () => {
    const answers = ['{"click":3}', '{"open":true}', '{"ready":true}', '{"failed":"no"}'];
    expect(answers.map(parseAnswer)).toEqual([{ click: 3 }, { open: true }, { ready: true }, { failed: 'no' }]);
    expect(['', 'x', '3', 'null', '{"click":"3"}', '{"open":1}', '{"failed":{}}'].map(parseAnswer)).toEqual(
      Array.from({ length: 7 }, () => null),
    );
  });
});
