import { expect, it } from 'vitest';
import { csvRecords, parseCsv } from './csv.ts';

it('reads quotes, commas and line ends inside fields, CRLF and a BOM', () => {
  expect(parseCsv('\ufeffa,b\r\n"x, ""y""","1\n2"\r\n,\n')).toEqual([
    ['a', 'b'],
    ['x, "y"', '1\n2'],
    ['', ''],
  ]);
  expect(csvRecords('limit,start\n2,"3"\n\n')).toEqual([{ limit: '2', start: '3' }]);
});
