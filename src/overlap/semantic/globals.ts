import type { Language } from '../../symbols/language.ts';

/** Names that a file may use without declaring them, where importing them is as usual: dropping such an import breaks nothing. */
export function globalNames(language: Language): ReadonlySet<string> {
  if (language === 'python') return python;
  return language === 'typescript' || language === 'tsx' || language === 'javascript' ? script : others;
}

const others: ReadonlySet<string> = new Set(['_', 'Self']);

/** Of browsers, of Node, of test runners, and React, which older code had to import. */
const script: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(globalThis),
  ...'window document navigator location localStorage sessionStorage self globalThis process Buffer global'.split(' '),
  ...'describe context suite test it expect assert before after beforeEach afterEach beforeAll afterAll'.split(' '),
  ...'vi jest mocha sinon cy Cypress chai should React JSX NodeJS require module exports arguments'.split(' '),
  ...'HTMLElement Element Node Event Document Window Blob File FormData Request Response Headers'.split(' '),
]);

/** What Python brings along, and what older code imported to have it. */
const python: ReadonlySet<string> = new Set(
  (
    'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict ' +
    'dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int ' +
    'isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property quit range ' +
    'repr reversed round set setattr slice sorted staticmethod str sum super tuple type unichr unicode vars xrange zip ' +
    'reduce basestring long raw_input reload Ellipsis NotImplemented WindowsError __file__ __name__ __doc__ __class__ __path__'
  ).split(' '),
);
