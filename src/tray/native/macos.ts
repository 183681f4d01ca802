/** The menu bar icon of macOS, in the JavaScript that the system brings along. Not tried on a Mac yet. */
export function macosArgv(): readonly string[] {
  return ['/usr/bin/osascript', '-l', 'JavaScript', '-e', script];
}

/**
 * Reads lines from standard input, and answers on standard output. It decides nothing: marks for the states are the only thing
 * that it knows by itself, since the menu bar shows text where it shows no picture.
 */
const script = String.raw`
ObjC['import']('Cocoa');
const marks = { waiting: '\u25A3', crashed: '\u25C6', conflict: '\u25B2', active: '\u25CF', idle: '\u25CB', unknown: '?', none: '\u00B7' };
const out = $.NSFileHandle.fileHandleWithStandardOutput;
const tell = (value) => out.writeData($(JSON.stringify(value) + '\n').dataUsingEncoding($.NSUTF8StringEncoding));
const app = $.NSApplication.sharedApplication;
app.setActivationPolicy($.NSApplicationActivationPolicyAccessory);
const item = $.NSStatusBar.systemStatusBar.statusItemWithLength($.NSVariableStatusItemLength);
ObjC.registerSubclass({
  name: 'KgTarget',
  protocols: ['NSMenuDelegate'],
  methods: {
    'clicked:': { types: ['void', ['id']], implementation: (sender) => tell({ click: Number(sender.tag) }) },
    'menuWillOpen:': { types: ['void', ['id']], implementation: () => tell({ open: true }) },
    'input:': { types: ['void', ['id']], implementation: () => read() },
  },
});
const target = $.KgTarget.alloc.init;
const build = (items) => {
  const menu = $.NSMenu.alloc.init;
  menu.autoenablesItems = false;
  for (const one of items) {
    if (one.separator) { menu.addItem($.NSMenuItem.separatorItem); continue; }
    const entry = $.NSMenuItem.alloc.initWithTitleActionKeyEquivalent(one.label, 'clicked:', '');
    entry.target = target;
    entry.tag = one.click === null ? 0 : one.click;
    entry.enabled = one.click !== null || one.items.length > 0;
    entry.state = one.checked ? 1 : 0;
    if (one.items.length > 0) entry.submenu = build(one.items);
    menu.addItem(entry);
  }
  return menu;
};
const messages = {
  show: ({ badge, state, tooltip, menu }) => {
    item.button.title = (marks[state] || '?') + (badge > 0 ? String(badge) : '');
    item.button.toolTip = tooltip;
    const built = build(menu);
    built.delegate = target;
    item.menu = built;
  },
  notify: ({ title, body }) => {
    const one = Application.currentApplication();
    one.includeStandardAdditions = true;
    one.displayNotification(body, { withTitle: title });
  },
  withdraw: () => {},
  quit: () => app.terminate(null),
};
let rest = '';
const input = $.NSFileHandle.fileHandleWithStandardInput;
const read = () => {
  const data = input.availableData;
  if (Number(data.length) === 0) { app.terminate(null); return; }
  rest += ObjC.unwrap($.NSString.alloc.initWithDataEncoding(data, $.NSUTF8StringEncoding)) || '';
  const lines = rest.split('\n');
  rest = lines.pop();
  for (const line of lines) {
    try {
      const message = JSON.parse(line);
      for (const name of Object.keys(messages)) if (name in message) messages[name](message[name]);
    } catch (error) {
      tell({ failed: String(error) });
    }
  }
  input.waitForDataInBackgroundAndNotify;
};
$.NSNotificationCenter.defaultCenter.addObserverSelectorNameObject(target, 'input:', 'NSFileHandleDataAvailableNotification', input);
input.waitForDataInBackgroundAndNotify;
tell({ ready: true });
app.run;
`;
